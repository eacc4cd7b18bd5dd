package dev.sojourn.http.kafka;

import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Result;
import java.util.concurrent.CompletableFuture;

/** Gateway that sends commands to the engine. Thread-safe. */
public interface CommandGateway {

  /**
   * Sends a command. The future completes when the engine has answered: for a command about
   * published definitions, once every partition has applied it or one has refused it.
   *
   * <p>It fails with {@link dev.sojourn.http.error.UnavailableException} after ten seconds. The
   * command may still be applied later; repeating it with the same id is safe.
   *
   * @param id a repeat with this id gets the first result
   * @param by the actor on whose behalf it is sent
   */
  CompletableFuture<Result> send(String id, Command command, Actor by);
}
