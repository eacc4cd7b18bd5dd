package dev.sojourn.topics.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.json.MalformedJson;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes commands. */
public final class CommandCodec {

  private CommandCodec() {}

  public static byte[] encode(Command command) {
    return Json.bytes(command);
  }

  /**
   * Decodes a command.
   *
   * @throws InvalidRecordException when it is not a valid command
   */
  public static Command decode(byte @Nullable [] value) throws InvalidRecordException {
    if (value == null) {
      throw new InvalidRecordException("invalid_command", "expected a command, found nothing");
    }
    try {
      Command command = Json.mapper().readValue(value, Command.class);
      if (command == null) {
        throw new InvalidRecordException("invalid_command", "expected a command, found null");
      }
      return command;
    } catch (JsonProcessingException e) {
      throw new InvalidRecordException("invalid_command", "expected a command, found " + flaw(e));
    } catch (IOException e) {
      throw new InvalidRecordException("invalid_command", "expected a command");
    }
  }

  /** Where and how it is malformed. */
  private static String flaw(JsonProcessingException e) {
    return e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
        ? "something else at '%s'"
            .formatted(
                mapping.getPath().stream()
                    .map(part -> Objects.requireNonNullElse(part.getFieldName(), "[]"))
                    .collect(Collectors.joining(".")))
        : MalformedJson.text(e);
  }
}
