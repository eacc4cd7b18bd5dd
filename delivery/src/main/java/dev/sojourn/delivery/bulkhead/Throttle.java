package dev.sojourn.delivery.bulkhead;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Throttle of one bulkhead: applies the rate limit and measures how long calls take. Safe for any
 * number of threads.
 */
final class Throttle {

  /** Assumed duration of a call until one has been measured. */
  private static final Duration FIRST_GUESS = Duration.ofMillis(200);

  private static final double NEWEST = 0.1;

  /** Longest retry-after that an estimate may give. */
  private static final Duration LONGEST_ESTIMATE = Duration.ofHours(1);

  private final BulkheadSettings settings;
  private final LongSupplier nanos;
  private final @Nullable Bucket limit;
  private double callNanos = FIRST_GUESS.toNanos();
  private long lastReturn;

  Throttle(BulkheadSettings settings, LongSupplier nanos) {
    this.settings = settings;
    this.nanos = nanos;
    this.limit = settings.perSecond() == 0 ? null : bucket(settings.perSecond(), nanos);
    this.lastReturn = nanos.getAsLong();
  }

  /** Refills evenly without bursts: providers count per second, from a start we do not know. */
  private static Bucket bucket(int perSecond, LongSupplier nanos) {
    return Bucket.builder()
        .addLimit(
            Bandwidth.builder().capacity(1).refillGreedy(perSecond, Duration.ofSeconds(1)).build())
        .withCustomTimePrecision(
            new TimeMeter() {
              @Override
              public long currentTimeNanos() {
                return nanos.getAsLong();
              }

              @Override
              public boolean isWallClockBased() {
                return false;
              }
            })
        .build();
  }

  /** Expected wait of a call behind this many others. */
  synchronized Duration expectedWait(int queued) {
    long behindOthers = (long) (queued * callNanos / settings.concurrency());
    long forLimit = limit == null ? 0 : limit.estimateAbilityToConsume(1).getNanosToWaitForRefill();
    return Duration.ofNanos(Math.max(behindOthers, forLimit));
  }

  /** Reserves a slot under the rate limit; returns how long to wait before using it. */
  Duration reserve() {
    return limit == null ? Duration.ZERO : Duration.ofNanos(limit.consumeIgnoringRateLimits(1));
  }

  /** Returns a slot that was not used. */
  void giveBack() {
    if (limit != null) {
      limit.addTokens(1);
    }
  }

  synchronized void took(long ofNanos) {
    callNanos += NEWEST * (ofNanos - callNanos);
  }

  /**
   * When a rejected call should be retried: after those rejected before it, so that retries arrive
   * at the rate of the bulkhead and not all at once.
   */
  synchronized Duration retryAfter(Duration wait) {
    long now = nanos.getAsLong();
    double each = callNanos / settings.concurrency();
    if (settings.perSecond() > 0) {
      each = Math.max(each, 1e9 / settings.perSecond());
    }
    long earliest = now + wait.toNanos();
    long inTurn = lastReturn + (long) each;
    lastReturn =
        Math.min(
            inTurn - earliest > 0 ? inTurn : earliest,
            now + Math.max(wait.toNanos(), LONGEST_ESTIMATE.toNanos()));
    return Duration.ofNanos(lastReturn - now);
  }
}
