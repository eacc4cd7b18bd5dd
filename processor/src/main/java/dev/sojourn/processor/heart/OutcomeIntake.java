package dev.sojourn.processor.heart;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.processor.store.TaskStores;
import dev.sojourn.processor.timer.TaskClock;
import dev.sojourn.topics.action.SendOutcome;
import dev.sojourn.topics.journal.Cause;

/** Takes what delivery reports. */
final class OutcomeIntake implements HeartIntake {

  private final TaskStores stores;
  private final TaskClock clock;
  private final PersonDesk desk;
  private final DeadLetters deadLetters;
  private final Ownership task;

  OutcomeIntake(
      TaskStores stores,
      TaskClock clock,
      PersonDesk desk,
      DeadLetters deadLetters,
      Ownership task) {
    this.stores = stores;
    this.clock = clock;
    this.desk = desk;
    this.deadLetters = deadLetters;
    this.task = task;
  }

  @Override
  public void take(Stimulus record) {
    SendOutcome outcome;
    try {
      outcome = SendOutcome.read(record.value() == null ? new byte[0] : record.value());
    } catch (RuntimeException e) {
      deadLetters.record(record, DeadLetters.INGEST, "invalid_outcome", "expected an outcome");
      return;
    }
    if (!task.owns(outcome.userId())) {
      deadLetters.record(
          record,
          DeadLetters.INGEST,
          "wrong_partition",
          "expected the partition that owns the user, found %d".formatted(task.partition()));
      return;
    }
    if (desk.wasErased(outcome.userId())) {
      // What was under way when the person was erased; nothing of it may be kept.
      clock.processed(record.intake());
      return;
    }
    PersonReader person = desk.upTo(desk.person(outcome.userId()), record.intake());
    clock.processed(record.intake());
    Decision decision =
        desk.guarded(
            person,
            outcome.sendId().instance(),
            record.intake(),
            () ->
                desk.decider()
                    .onOutcome(
                        person,
                        outcome.sendId(),
                        outcome.signal(),
                        desk.registry(),
                        record.intake()));
    desk.write(
        person,
        record,
        new Cause.Reported(outcome.sendId(), outcome.attempt(), outcome.result()),
        record.intake(),
        decision);
    if (outcome.message() != null) {
      stores.outbox.put(outcome.sendId(), outcome.userId(), outcome.message());
    }
  }
}
