package dev.sojourn.delivery.dispatch;

import dev.sojourn.delivery.consumer.KafkaActionConsumer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Lease under which calls may begin: valid for half a session timeout from the last commit that the
 * group accepted. A node that is cut off or was paused may not notice, but once its session expires
 * another node makes the same calls.
 *
 * <p>Renewed by the polling thread; queried by any thread.
 */
public final class SendLease implements BooleanSupplier {

  /** A heartbeat may be 3 s older than the commit, so the lease must end before 7 s have passed. */
  private static final Duration VALID = KafkaActionConsumer.SESSION.dividedBy(2);

  private final LongSupplier nanos;
  private volatile long end;

  /**
   * Creates a lease that is not valid yet.
   *
   * @param nanos monotonic clock
   */
  public SendLease(LongSupplier nanos) {
    this.nanos = nanos;
    this.end = nanos.getAsLong();
  }

  /** Extends the lease: this node was a group member at this time, or later. */
  public void renew(long atNanos) {
    end = atNanos + VALID.toNanos();
  }

  /** Revokes the lease: the consumer group may have expired this member. */
  public void revoke() {
    end = nanos.getAsLong();
  }

  /** Whether the last renewal was for a time longer ago than this. */
  public boolean isOlderThan(Duration age) {
    return nanos.getAsLong() - (end - VALID.toNanos()) > age.toNanos();
  }

  @Override
  public boolean getAsBoolean() {
    return end - nanos.getAsLong() > 0;
  }
}
