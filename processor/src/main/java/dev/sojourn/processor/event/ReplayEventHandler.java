package dev.sojourn.processor.event;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.erasure.ErasureRejection;
import dev.sojourn.processor.person.DecisionWriter;
import dev.sojourn.processor.person.DueTimers;
import dev.sojourn.processor.person.TaskPerson;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.journal.JournalCause;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Replays a stored event. */
public record ReplayEventHandler(
    DueTimers dueTimers, DecisionWriter decisions, ErasedStore erased, int partition)
    implements CommandHandler<Command.ReplayEvent> {

  @Override
  public Class<Command.ReplayEvent> type() {
    return Command.ReplayEvent.class;
  }

  @Override
  public CommandOutcome handle(Command.ReplayEvent command, InputRecord record)
      throws CommandFailedException {
    if (erased.contains(command.userId())) {
      return CommandOutcome.rejected(partition, ErasureRejection.PERSON_ERASED);
    }
    TaskPerson person = dueTimers.applyUntilClock(command.userId(), record.intake());
    PersonEvent event;
    try {
      event = read(command, record.intake());
    } catch (InvalidRecordException e) {
      return CommandOutcome.rejected(partition, EventReceipt.invalid(e));
    }
    Decision decision =
        CommandFailedException.unlessDecided(
            () ->
                decisions
                    .decider()
                    .onReplay(person, event, command.replay(), decisions.registry()));
    JournalCause cause = new JournalCause.EventReplayed(event.id(), event.name(), command.replay());
    decisions.write(person, record, cause, record.intake(), decision);
    decisions.writeRefusals(person, event.id(), event.name(), record.intake(), decision);
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
