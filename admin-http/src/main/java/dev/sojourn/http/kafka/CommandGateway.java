package dev.sojourn.http.kafka;

import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Result;
import java.util.concurrent.CompletableFuture;

/** Gives commands to the engine. Safe for any number of threads. */
public interface CommandGateway {

  /**
   * Completes when the engine has answered: a command about something published when every
   * partition has applied it, or one has refused it.
   *
   * <p>Fails with {@link dev.sojourn.http.error.UnavailableException} after ten seconds. The
   * command may be applied later all the same; repeating it with its id is safe.
   *
   * @param id a repeat of it gets the first answer
   * @param by who asks for it
   */
  CompletableFuture<Result> send(String id, Command command, Actor by);
}
