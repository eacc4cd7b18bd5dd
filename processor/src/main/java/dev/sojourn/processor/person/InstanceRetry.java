package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import java.util.Optional;

/** Retries failed instances. */
public record InstanceRetry(PersonRequests requests) {

  /**
   * Retries a failed instance.
   *
   * @return why it cannot be retried; empty when it can
   * @throws CommandFailedException when deciding threw; nothing has been written
   */
  public Optional<Rejection> retry(
      InputRecord record, String userId, InstanceId instance, String by)
      throws CommandFailedException {
    return requests
        .decide(userId, record, new Stimulus.RetryRequested(instance, by))
        .decision()
        .rejection();
  }
}
