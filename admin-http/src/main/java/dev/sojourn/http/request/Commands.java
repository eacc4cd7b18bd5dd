package dev.sojourn.http.request;

import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.kafka.CommandGateway;
import dev.sojourn.http.kafka.Futures;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends commands to the engine and turns rejections into HTTP errors. */
public final class Commands {

  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

  private final CommandGateway gateway;

  public Commands(CommandGateway gateway) {
    this.gateway = gateway;
  }

  /**
   * Expected result of a command.
   *
   * @param keys the fields that every result of this command has, in display order
   * @param notFound the text of a 404
   */
  public record Expected(List<String> keys, String notFound) {}

  /**
   * Runs a command. The future has the engine's result once it is applied; it fails with {@link
   * RefusedException}, {@link UnavailableException} or {@link IllegalStateException} within twelve
   * seconds.
   */
  public CompletableFuture<Map<String, Object>> run(
      ApiRequest request, Command command, Expected expected) {
    return run(request, request.commandId(), command, expected);
  }

  /** The same for a command built from its own id, which {@link ApiRequest#commandId} returned. */
  public CompletableFuture<Map<String, Object>> run(
      ApiRequest request, String commandId, Command command, Expected expected) {
    return Futures.bounded(gateway.send(commandId, command, request.caller()))
        .thenApply(result -> shown(result, commandId, command, expected));
  }

  private static Map<String, Object> shown(
      Result result, String commandId, Command command, Expected expected) {
    int status = result.status();
    if (status == 404) {
      throw RefusedException.notFound(expected.notFound());
    }
    if (status >= 400 && status < 500) {
      throw new RefusedException(
          status, result.error() == null ? "Refused" : String.valueOf(result.error()));
    }
    if (status == 503) {
      throw new UnavailableException("the engine cannot decide now");
    }
    if (status != 200) {
      // Without the result's text: it may contain personal data.
      LOG.error(
          "expected status 200 of {} {}, found {}",
          command.getClass().getSimpleName(),
          commandId,
          status);
      throw new IllegalStateException("expected status 200, found " + status);
    }
    if (!result.body().keySet().containsAll(expected.keys())) {
      throw new IllegalStateException(
          "expected %s in the answer to %s, found %s"
              .formatted(
                  expected.keys(), command.getClass().getSimpleName(), result.body().keySet()));
    }
    Map<String, Object> shown = new LinkedHashMap<>();
    expected.keys().forEach(key -> shown.put(key, result.body().get(key)));
    return shown;
  }
}
