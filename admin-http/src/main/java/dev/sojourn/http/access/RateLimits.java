package dev.sojourn.http.access;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Rate limit of each key on this node: a number of requests per second, and a burst of the same
 * size after an idle second. Thread-safe.
 */
public final class RateLimits {

  private final int perSecond;
  private final TimeMeter time;
  private final Map<String, Bucket> byKey = new ConcurrentHashMap<>();

  /**
   * Creates the limits.
   *
   * @param perSecond requests per second and key; 0 for no limit
   * @param nanos a monotonic clock, in nanoseconds
   */
  public RateLimits(int perSecond, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.time =
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return nanos.getAsLong();
          }

          @Override
          public boolean isWallClockBased() {
            return false;
          }
        };
  }

  /**
   * Counts a request.
   *
   * @param key of an authenticated caller, so that there are never more than keys ever created
   * @return seconds after which to retry, 0 when the request may pass
   */
  long waitFor(String key) {
    if (perSecond == 0) {
      return 0;
    }
    ConsumptionProbe probe =
        byKey.computeIfAbsent(key, name -> bucket()).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? 0
        : TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(
            Bandwidth.builder()
                .capacity(perSecond)
                .refillGreedy(perSecond, Duration.ofSeconds(1))
                .build())
        .withCustomTimePrecision(time)
        .build();
  }
}
