package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.decide.RetryDecision;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.journal.JournalCause;
import java.util.Optional;

/** Retries failed instances. */
public record InstanceRetry(DueTimers dueTimers, DecisionWriter decisions) {

  /**
   * Retries a failed instance.
   *
   * @return why it cannot be retried; empty when it can
   * @throws CommandFailedException when deciding threw; nothing has been written
   */
  public Optional<Rejection> retry(
      InputRecord record, String userId, InstanceId instance, String by)
      throws CommandFailedException {
    TaskPerson person = dueTimers.applyUntilClock(userId, record.intake());
    RetryDecision retrial =
        CommandFailedException.unlessDecided(
            () ->
                decisions
                    .decider()
                    .onRetry(person, instance, by, decisions.registry(), record.intake()));
    JournalCause cause = new JournalCause.RetryRequested(instance, by);
    decisions.write(person, record, cause, record.intake(), retrial.decision());
    return retrial.refusal();
  }
}
