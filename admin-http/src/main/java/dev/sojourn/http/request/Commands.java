package dev.sojourn.http.request;

import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.error.Rejections;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.kafka.CommandGateway;
import dev.sojourn.http.kafka.Futures;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.command.CommandRejection;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends commands to the engine and turns rejections into HTTP errors. */
public final class Commands {

  /** The texts of the rejections that any command may get. */
  public static final Map<Rejection.Code, String> REJECTIONS =
      Map.of(
          CommandRejection.COMMAND_ID_REUSED, "Idempotency-Key was used for another request",
          CommandRejection.ENGINE_ERROR, "Internal error");

  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

  private final CommandGateway gateway;
  private final Rejections rejections;

  public Commands(CommandGateway gateway, Rejections rejections) {
    this.gateway = gateway;
    this.rejections = rejections;
  }

  /**
   * Runs a command. The future has the engine's answer once it is applied; it fails with {@link
   * RefusedException}, {@link UnavailableException} or {@link IllegalStateException} within twelve
   * seconds.
   *
   * @param answer the answer to this command
   */
  public <A extends Answer> CompletableFuture<A> run(
      ApiRequest request, Command command, Class<A> answer) {
    return run(request, request.commandId(), command, answer);
  }

  /** The same for a command built from its own id, which {@link ApiRequest#commandId} returned. */
  public <A extends Answer> CompletableFuture<A> run(
      ApiRequest request, String commandId, Command command, Class<A> answer) {
    return Futures.bounded(gateway.send(commandId, command, request.caller()))
        .thenApply(result -> answer(result, commandId, command, answer));
  }

  private <A extends Answer> A answer(
      Result result, String commandId, Command command, Class<A> answer) {
    Rejection rejection = result.rejection();
    if (rejection == null) {
      return result.answer(answer);
    }
    if (rejection.kind() == Rejection.Kind.FAILED) {
      // Without the details: they may contain personal data.
      LOG.error(
          "expected an answer to {} {}, found the rejection {}",
          command.getClass().getSimpleName(),
          commandId,
          rejection.code());
      throw new IllegalStateException("expected an answer, found " + rejection.code());
    }
    throw rejections.refused(rejection);
  }
}
