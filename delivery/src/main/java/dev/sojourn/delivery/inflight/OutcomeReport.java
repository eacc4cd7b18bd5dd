package dev.sojourn.delivery.inflight;

import dev.sojourn.topics.action.SendOutcome;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is to be said of an action. */
public sealed interface OutcomeReport {

  /** What became of it. */
  record Outcome(SendOutcome outcome) implements OutcomeReport {}

  /** It cannot be understood. */
  record DeadLetter(ConsumerRecord<byte[], byte[]> action, String why) implements OutcomeReport {}
}
