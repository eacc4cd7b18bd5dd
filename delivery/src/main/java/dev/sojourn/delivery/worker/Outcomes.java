package dev.sojourn.delivery.worker;

import dev.sojourn.topics.action.SendOutcome;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where it is said what became of actions. One thread. */
interface Outcomes extends AutoCloseable {

  /** Reports an outcome; it may reach the broker later, but not later than settled. */
  void report(SendOutcome outcome);

  /** Reports an action that cannot be understood, as a dead letter. */
  void bury(ConsumerRecord<byte[], byte[]> action, String message);

  /**
   * Whether the broker has acknowledged all that was reported. What it has not is kept, and asked
   * about or sent again with the next call.
   *
   * @param atMost how long to wait for the broker
   */
  boolean settle(Duration atMost) throws InterruptedException;

  @Override
  void close();
}
