package dev.sojourn.delivery.producer;

import dev.sojourn.delivery.inflight.OutcomeBatch;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/**
 * Producer of outcomes and progress, both in one transaction. Used by one thread, which it blocks
 * for at most two seconds.
 */
public interface OutcomeProducer extends AutoCloseable {

  /** Result of a commit. */
  enum Committed {
    YES,
    /** The broker has not answered yet: call {@link OutcomeProducer#await}. */
    UNKNOWN,
    /** The commit failed, or its result is lost: the whole batch must be committed again. */
    NO
  }

  /**
   * Whether commits can be made. Once true, earlier producers with the same transactional id are
   * fenced.
   */
  boolean isReady();

  Committed commit(OutcomeBatch batch, ConsumerGroupMetadata member);

  /** Continues to wait for the last commit, whose result was unknown. */
  Committed await();

  @Override
  void close();
}
