package dev.sojourn.delivery.inflight;

import dev.sojourn.topics.action.SendOutcome;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Report on one action. */
public sealed interface OutcomeReport {

  /** The outcome of an action. */
  record Outcome(SendOutcome outcome) implements OutcomeReport {}

  /** An action that cannot be decoded. */
  record DeadLetter(ConsumerRecord<byte[], byte[]> action, String why) implements OutcomeReport {}
}
