package dev.sojourn.http.server;

import dev.sojourn.http.kafka.CommandGateway;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes commands, and answers each when it is told to. */
final class PendingCommands implements CommandGateway {

  private static final Result TOGGLED =
      Result.applied(0, new Answer.JourneyToggled("j", "J", true, Instant.EPOCH));

  private final LinkedBlockingQueue<CompletableFuture<Result>> pending =
      new LinkedBlockingQueue<>();

  @Override
  public CompletableFuture<Result> send(String id, Command command, Actor by) {
    CompletableFuture<Result> result = new CompletableFuture<>();
    pending.add(result);
    return result;
  }

  /** The next command that has come, which may take a while. */
  CompletableFuture<Result> next() throws InterruptedException {
    CompletableFuture<Result> next = pending.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("expected a command, found none");
    }
    return next;
  }

  /** Answers a command as a toggle is answered. */
  static void complete(CompletableFuture<Result> command) {
    command.complete(TOGGLED);
  }
}
