package dev.sojourn.delivery.bulkhead;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker: opens after twenty failed calls in a row, which a provider that fails every
 * third call never reaches. After a pause one call may try; when that fails too, the next pause is
 * twice as long. Our own, since Failsafe's would be a dependency for a hundred lines.
 *
 * <p>Safe for any number of threads.
 */
final class CircuitBreaker {

  private static final int IN_A_ROW = 20;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** A provider may ask for more, within reason: others share it. */
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

  private final LongSupplier nanos;
  private int failures;
  private Duration pause = FIRST_PAUSE;
  private long openUntil;
  private boolean trying;
  private String lastError = "";

  /**
   * A closed one.
   *
   * @param nanos a clock that never goes back
   */
  CircuitBreaker(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** How long no call will be let through; zero when one may be. */
  synchronized Duration shut() {
    if (failures < IN_A_ROW) {
      return Duration.ZERO;
    }
    long left = openUntil - nanos.getAsLong();
    return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
  }

  /**
   * Asks for a call to be let through; zero lets it, and it has to be told of how it went. Else how
   * long to wait.
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

  /** What went wrong last, while it is open. */
  synchronized String lastError() {
    return lastError;
  }

  synchronized void succeeded() {
    failures = 0;
    trying = false;
    pause = FIRST_PAUSE;
  }

  /**
   * A call failed in a way that another may, too.
   *
   * @param asked how long the provider asks to be left alone; null when it does not say
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
