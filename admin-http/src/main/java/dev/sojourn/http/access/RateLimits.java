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
 * How often each key may call this node: so many requests a second, and as many at once after a
 * second of silence. Safe for any number of threads.
 */
public final class RateLimits {

  private final int perSecond;
  private final TimeMeter time;
  private final Map<String, Bucket> byKey = new ConcurrentHashMap<>();

  /**
   * Limits.
   *
   * @param perSecond 0 for none
   * @param nanos a clock that never goes back
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
   * @param key of whoever is known to call; there are no more of them than keys were ever made
   * @return after how many seconds to come again, 0 when the request may pass
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
