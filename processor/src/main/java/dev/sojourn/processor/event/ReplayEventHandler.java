package dev.sojourn.processor.event;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.erasure.ErasureRejection;
import dev.sojourn.processor.person.PersonRequests;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

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
      return CommandOutcome.rejected(partition, ErasureRejection.PERSON_ERASED);
    }
    PersonEvent event;
    try {
      event = read(command, record.intake());
    } catch (InvalidRecordException e) {
      return CommandOutcome.rejected(partition, EventReceipt.invalid(e));
    }
    Decision decision =
        requests
            .decide(command.userId(), record, new Stimulus.EventReplayed(event, command.replay()))
            .decision();
    return CommandOutcome.done(
        partition,
        EventReceipt.of(true, event.id(), decision),
        new AuditChange(null, EventReceipt.audited(event.id(), decision)));
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
