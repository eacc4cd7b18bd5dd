package dev.sojourn.app.folder;

import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Result;
import java.util.concurrent.CompletableFuture;

/** Submits commands to the engine. Safe for any number of threads. */
@FunctionalInterface
public interface Commands {

  /**
   * Submits a command.
   *
   * @param commandId idempotency key: repeating it returns the first result
   * @return the result; completes exceptionally when no reply came or the command could not be
   *     written, after which repeating it with the same id is safe
   */
  CompletableFuture<Result> submit(Command command, String commandId);
}
