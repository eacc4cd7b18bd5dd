package dev.sojourn.processor.person;

import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Erases a person. Due timers are not applied first: nothing more may happen to this person. */
public record EraseContactHandler(PersonEraser eraser, int partition)
    implements CommandHandler<Command.EraseContact> {

  @Override
  public Class<Command.EraseContact> type() {
    return Command.EraseContact.class;
  }

  @Override
  public CommandOutcome handle(Command.EraseContact command, InputRecord record)
      throws CommandFailedException {
    Optional<Integer> stopped;
    try {
      byte[] salt = Base64.getDecoder().decode(command.salt());
      stopped = eraser.erase(PersonKey.of(command.userId()), salt);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e);
    }
    if (stopped.isEmpty()) {
      return CommandOutcome.refused(partition, 404, "Contact not found");
    }
    Map<String, Object> body = Map.of("erased", true, "stopped", stopped.get());
    return CommandOutcome.done(partition, body, new AuditChange(null, body));
  }
}
