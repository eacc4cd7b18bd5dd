package dev.sojourn.delivery.worker;

import dev.sojourn.topics.action.SendOutcome;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is to be said of an action. */
sealed interface Report {

  /** What became of it. */
  record Outcome(SendOutcome outcome) implements Report {}

  /** It cannot be understood. */
  record DeadLetter(ConsumerRecord<byte[], byte[]> action, String why) implements Report {}
}
