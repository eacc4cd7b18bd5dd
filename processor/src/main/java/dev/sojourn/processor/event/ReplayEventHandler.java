package dev.sojourn.processor.event;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.person.PersonRequests;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Replays a stored event. */
public record ReplayEventHandler(PersonRequests requests, int partition)
    implements CommandHandler<Command.ReplayEvent> {

  @Override
  public Class<Command.ReplayEvent> type() {
    return Command.ReplayEvent.class;
  }

  @Override
  public CommandOutcome handle(Command.ReplayEvent command, InputRecord record)
      throws CommandFailedException {
    if (requests.isErased(command.userId())) {
      return CommandOutcome.refused(partition, 409, ErasedStore.ERASED);
    }
    PersonEvent event;
    try {
      event = read(command, record.intake());
    } catch (InvalidRecordException e) {
      return CommandOutcome.refused(partition, 400, String.valueOf(e.getMessage()));
    }
    Decision decision =
        requests
            .decide(command.userId(), record, new Stimulus.EventReplayed(event, command.replay()))
            .decision();
    Map<String, Object> receipt = EventReceipt.of(true, event.id(), decision);
    return CommandOutcome.done(partition, receipt, new AuditChange(null, receipt));
  }

  /** The original event without its contact properties, which have been applied already. */
  private static PersonEvent read(Command.ReplayEvent command, Instant now)
      throws InvalidRecordException {
    EventEnvelope envelope = EventEnvelope.decode(command.event().getBytes(StandardCharsets.UTF_8));
    if (!envelope.userId().equals(command.userId())) {
      throw new InvalidRecordException("invalid_command", "expected an event of this user");
    }
    return new PersonEvent(
        command.eventId(),
        envelope.event(),
        command.occurredAt(),
        now,
        envelope.properties(),
        ContactPatch.NONE,
        envelope.email(),
        0,
        false);
  }
}
