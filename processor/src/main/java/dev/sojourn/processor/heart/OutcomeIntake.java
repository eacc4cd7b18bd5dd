package dev.sojourn.processor.heart;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.step.SendStep;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.store.TaskStores;
import dev.sojourn.processor.timer.TaskClock;
import dev.sojourn.topics.action.SendOutcome;
import dev.sojourn.topics.journal.Cause;
import java.util.Optional;

/** Takes what delivery reports. */
final class OutcomeIntake implements HeartIntake {

  private final TaskStores stores;
  private final TaskClock clock;
  private final PersonDesk desk;
  private final DeadLetters deadLetters;
  private final Ownership task;
  private final EngineMeters meters;

  OutcomeIntake(
      TaskStores stores,
      TaskClock clock,
      PersonDesk desk,
      DeadLetters deadLetters,
      Ownership task,
      EngineMeters meters) {
    this.stores = stores;
    this.clock = clock;
    this.desk = desk;
    this.deadLetters = deadLetters;
    this.task = task;
    this.meters = meters;
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
    // Readers see each row as soon as it is put: whoever sees that a mail is sent has to find it.
    if (outcome.message() != null) {
      stores.outbox.put(outcome.sendId(), outcome.userId(), outcome.message());
    }
    desk.write(
        person,
        record,
        new Cause.Reported(outcome.sendId(), outcome.attempt(), outcome.result()),
        record.intake(),
        decision);
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

  /** The channel of the step that sent. */
  private String channel(Instance instance, String stepId) {
    return desk.registry()
        .version(instance.journeyId(), instance.version())
        .flatMap(version -> version.definition().step(stepId))
        .map(OutcomeIntake::channel)
        .orElse("");
  }

  /** Steps of other types that wait for delivery go by their type. */
  private static String channel(Step step) {
    JsonTypeName type = step.getClass().getAnnotation(JsonTypeName.class);
    return step instanceof SendStep send ? send.channel() : type == null ? "" : type.value();
  }
}
