package dev.sojourn.processor.outcome;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.step.SendStep;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.processor.deadletter.DeadLetterWriter;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.journal.JournalSource;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.outbox.OutboxStore;
import dev.sojourn.processor.person.Decisions;
import dev.sojourn.processor.person.DueTimers;
import dev.sojourn.processor.person.PersonStores;
import dev.sojourn.processor.person.StoredPerson;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.RecordHandler;
import dev.sojourn.processor.task.TaskClock;
import dev.sojourn.processor.task.TaskPartition;
import dev.sojourn.topics.action.SendOutcome;
import java.util.Optional;

/** Handles the outcomes of sends, as reported by delivery. */
public final class OutcomeHandler implements RecordHandler {

  private final PersonStores stores;
  private final ErasedStore erased;
  private final OutboxStore outbox;
  private final TaskClock clock;
  private final DueTimers dueTimers;
  private final Decisions decisions;
  private final DeadLetterWriter deadLetters;
  private final TaskPartition task;
  private final EngineMeters meters;

  public OutcomeHandler(
      PersonStores stores,
      ErasedStore erased,
      OutboxStore outbox,
      TaskClock clock,
      DueTimers dueTimers,
      Decisions decisions,
      DeadLetterWriter deadLetters,
      TaskPartition task,
      EngineMeters meters) {
    this.stores = stores;
    this.erased = erased;
    this.outbox = outbox;
    this.clock = clock;
    this.dueTimers = dueTimers;
    this.decisions = decisions;
    this.deadLetters = deadLetters;
    this.task = task;
    this.meters = meters;
  }

  @Override
  public void handle(InputRecord record) {
    SendOutcome outcome;
    try {
      outcome = SendOutcome.read(record.value() == null ? new byte[0] : record.value());
    } catch (RuntimeException e) {
      deadLetters.record(record, DeadLetterWriter.INGEST, "invalid_outcome", "expected an outcome");
      return;
    }
    if (!task.owns(outcome.userId())) {
      deadLetters.record(
          record,
          DeadLetterWriter.INGEST,
          "wrong_partition",
          "expected the partition that owns the user, found %d".formatted(task.partition()));
      return;
    }
    if (erased.contains(outcome.userId())) {
      // The send was in flight when the person was erased; nothing about it may be stored.
      clock.processed(record.intake());
      return;
    }
    StoredPerson person = dueTimers.applyUntil(stores.person(outcome.userId()), record.intake());
    clock.processed(record.intake());
    // Readers see each row as soon as it is put: once they see the send, its message must be there.
    if (outcome.message() != null) {
      outbox.put(outcome.sendId(), outcome.userId(), outcome.message());
    }
    Decision decision =
        decisions.decideAndWrite(
            person,
            new JournalSource.Input(record),
            new Stimulus.OutcomeReceived(outcome.sendId(), outcome.signal()),
            record.intake());
    count(outcome, decision);
  }

  private void count(SendOutcome outcome, Decision decision) {
    Optional<Instance> moved =
        decision.changes().stream()
            .map(Decision.Change::after)
            .filter(instance -> instance.id().equals(outcome.sendId().instance()))
            .findFirst();
    if (moved.isPresent()) {
      meters.outcome(channel(moved.get(), outcome.sendId().step()), outcome.result().name());
    } else {
      meters.outcome("", "ignored");
    }
  }

  /** The channel of the step that made the send. */
  private String channel(Instance instance, String stepId) {
    return decisions
        .registry()
        .version(instance.journeyId(), instance.version())
        .flatMap(version -> version.definition().step(stepId))
        .map(OutcomeHandler::channel)
        .orElse("");
  }

  /** Other steps that wait for delivery count under their type. */
  private static String channel(Step step) {
    JsonTypeName type = step.getClass().getAnnotation(JsonTypeName.class);
    return step instanceof SendStep send ? send.channel() : type == null ? "" : type.value();
  }
}
