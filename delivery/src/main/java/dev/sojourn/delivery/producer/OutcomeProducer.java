package dev.sojourn.delivery.producer;

import dev.sojourn.delivery.inflight.OutcomeBatch;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/**
 * Where it is said what became of actions, together with how far they are done: both stand in the
 * log, or neither does. One thread, which is held up for two seconds at most.
 */
public interface OutcomeProducer extends AutoCloseable {

  /** How a commit went. */
  enum Committed {
    YES,
    /** The broker has not said yet: {@link OutcomeProducer#await} asks on. */
    UNKNOWN,
    /** Nothing of it counts, or nobody knows: all of it has to be committed again. */
    NO
  }

  /**
   * Whether commits can be made. Once they can, nobody who had our name before can make one any
   * more.
   */
  boolean isReady();

  Committed commit(OutcomeBatch batch, ConsumerGroupMetadata member);

  /** Waits on for the last commit, of which nothing was known. */
  Committed await();

  @Override
  void close();
}
