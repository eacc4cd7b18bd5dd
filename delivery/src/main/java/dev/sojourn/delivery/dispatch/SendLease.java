package dev.sojourn.delivery.dispatch;

import dev.sojourn.delivery.consumer.KafkaActionConsumer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether calls may begin: for half a session from when the group last took a commit of ours. A
 * node that is cut off, or was stopped for a while, need not notice; but when its session is over
 * another node makes the same calls.
 *
 * <p>Renewed by the thread that polls; asked on any thread.
 */
public final class SendLease implements BooleanSupplier {

  /** A heartbeat may be 3 s older than the commit, so this has to end before 7 s have passed. */
  private static final Duration VALID = KafkaActionConsumer.SESSION.dividedBy(2);

  private final LongSupplier nanos;
  private volatile long end;

  /**
   * One that is not valid yet.
   *
   * @param nanos a clock that never goes back
   */
  public SendLease(LongSupplier nanos) {
    this.nanos = nanos;
    this.end = nanos.getAsLong();
  }

  /** The group knew us at this time, or later. */
  public void renew(long atNanos) {
    end = atNanos + VALID.toNanos();
  }

  /** The group may know us no more. */
  public void revoke() {
    end = nanos.getAsLong();
  }

  /** Whether it was renewed for a time that is longer ago than this. */
  public boolean isOlderThan(Duration age) {
    return nanos.getAsLong() - (end - VALID.toNanos()) > age.toNanos();
  }

  @Override
  public boolean getAsBoolean() {
    return end - nanos.getAsLong() > 0;
  }
}
