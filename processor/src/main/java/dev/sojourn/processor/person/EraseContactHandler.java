package dev.sojourn.processor.person;

import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.erasure.ErasureRejection;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer;
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
      return CommandOutcome.rejected(partition, ErasureRejection.CONTACT_NOT_FOUND);
    }
    Map<String, Object> audited = Map.of("erased", true, "stopped", stopped.get());
    return CommandOutcome.done(
        partition, new Answer.PersonErased(stopped.get()), new AuditChange(null, audited));
  }
}
