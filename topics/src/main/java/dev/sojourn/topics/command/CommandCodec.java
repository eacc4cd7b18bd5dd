package dev.sojourn.topics.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.json.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Commands as bytes. */
public final class CommandCodec {

  private CommandCodec() {}

  public static byte[] encode(Command command) {
    return Json.bytes(command);
  }

  /**
   * Reads a command.
   *
   * @throws InvalidRecordException when it is none
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
      throw new InvalidRecordException("invalid_command", e.getOriginalMessage());
    } catch (IOException e) {
      throw new InvalidRecordException("invalid_command", "expected a command");
    }
  }
}
