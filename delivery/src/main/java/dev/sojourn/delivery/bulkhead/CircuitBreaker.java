package dev.sojourn.delivery.bulkhead;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Circuit breaker that opens after twenty consecutive failures, which a provider that fails every
 * third call never reaches. After a pause it lets one trial call through; if that fails too, the
 * next pause is twice as long. Hand-written, since Failsafe would be a dependency for a hundred
 * lines.
 *
 * <p>Safe for any number of threads.
 */
final class CircuitBreaker {

  private static final int IN_A_ROW = 20;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** Cap on a pause that the provider asks for, since other sends share the provider. */
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

  private final LongSupplier nanos;
  private int failures;
  private Duration pause = FIRST_PAUSE;
  private long openUntil;
  private boolean trying;
  private String lastError = "";

  /**
   * Creates a closed breaker.
   *
   * @param nanos monotonic clock
   */
  CircuitBreaker(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** How long the breaker stays open; zero when a call may be let through. */
  synchronized Duration shut() {
    if (failures < IN_A_ROW) {
      return Duration.ZERO;
    }
    long left = openUntil - nanos.getAsLong();
    return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
  }

  /**
   * Requests permission for a call. Zero grants it, and the result must then be reported; otherwise
   * the time to wait.
   */
  synchronized Duration enter() {
    Duration shut = shut();
    if (!shut.isZero() || failures < IN_A_ROW) {
      return shut;
    }
    if (trying) {
      return FIRST_PAUSE;
    }
    trying = true;
    return Duration.ZERO;
  }

  /** The last error, while the breaker is open. */
  synchronized String lastError() {
    return lastError;
  }

  synchronized void succeeded() {
    failures = 0;
    trying = false;
    pause = FIRST_PAUSE;
  }

  /**
   * Records a failure that may affect other calls, too.
   *
   * @param asked how long the provider asks us to wait; null when it does not say
   */
  synchronized void failed(String error, @Nullable Duration asked) {
    lastError = error;
    boolean tried = trying;
    trying = false;
    if (failures < IN_A_ROW) {
      failures++;
    }
    boolean opens = failures == IN_A_ROW && (tried || !isOpen());
    if (opens) {
      openUntil = nanos.getAsLong() + longer(pause, asked).toNanos();
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }
  }

  private boolean isOpen() {
    return openUntil - nanos.getAsLong() > 0;
  }

  private static Duration longer(Duration pause, @Nullable Duration asked) {
    if (asked == null || asked.compareTo(pause) <= 0) {
      return pause;
    }
    return asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
  }
}
