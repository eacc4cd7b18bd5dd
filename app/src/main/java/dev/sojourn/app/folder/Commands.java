package dev.sojourn.app.folder;

import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Result;
import java.util.concurrent.CompletableFuture;

/** Takes commands to whoever decides them. Safe for any number of threads. */
@FunctionalInterface
public interface Commands {

  /**
   * Submits a command.
   *
   * @param commandId a repeat of it gets the first answer
   * @return the answer; exceptionally when none came or the command could not be written, after
   *     which repeating it under the same id is safe
   */
  CompletableFuture<Result> submit(Command command, String commandId);
}
