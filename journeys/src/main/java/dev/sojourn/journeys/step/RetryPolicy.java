package dev.sojourn.journeys.step;

import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Retry policy of sends. Delays have jitter derived from the send id, so that a replay computes the
 * same delays.
 *
 * <p>After a failed attempt the delay is exponential with full jitter, up to half an hour. A send
 * that delivery could not attempt at all does not count as an attempt: it is requested again after
 * at most ten minutes, for about a day.
 *
 * @param attempts total attempts including the first; 1 to 20
 * @param first the longest delay after the first attempt; 1 ms to 30 min
 */
public record RetryPolicy(int attempts, Duration first) {

  public static final int MOST_ATTEMPTS = 20;

  /** The longest delay accepted from a provider; it bounds how far ahead a timer can be. */
  private static final Duration LONGEST_ASKED = Duration.ofHours(24);

  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final Duration LONGEST_DEFERRAL = Duration.ofMinutes(10);

  // Declared after the limits, because the constructor reads them.
  public static final RetryPolicy STANDARD = new RetryPolicy(8, Duration.ofSeconds(5));

  /** About a day, at seven and a half minutes on average. */
  private static final int MOST_DEFERRALS = 200;

  /** With this many doublings every delay has reached its maximum. */
  private static final int MOST_DOUBLINGS = 21;

  public RetryPolicy {
    if (attempts < 1 || attempts > MOST_ATTEMPTS) {
      throw new IllegalArgumentException(
          "expected 1 to %d attempts, found %d".formatted(MOST_ATTEMPTS, attempts));
    }
    if (first.toMillis() < 1 || first.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "expected a first delay of 1 ms to %s, found %s".formatted(LONGEST, first));
    }
  }

  /** The same policy with the step's own number of attempts, if any. */
  RetryPolicy trying(@Nullable Integer times) {
    return times == null ? this : new RetryPolicy(times, first);
  }

  /** Problems with a step's own number of attempts. */
  static Stream<String> flaws(@Nullable Integer times) {
    return times == null || (times >= 1 && times <= MOST_ATTEMPTS)
        ? Stream.empty()
        : Stream.of(
            "expected 1 to %d for key 'attempts', found %d".formatted(MOST_ATTEMPTS, times));
  }

  /**
   * The wait state for the next attempt after an outcome that is not final; empty when no attempts
   * are left.
   *
   * @param waiting the wait state of the attempt that the outcome is for
   */
  Optional<WaitState.Outcome> again(WaitState.Outcome waiting, OutcomeCame outcome, Instant now) {
    if (outcome.result() == OutcomeCame.Result.unavailable) {
      return waiting.deferred() >= MOST_DEFERRALS
          ? Optional.empty()
          : Optional.of(waiting.deferredUntil(now.plus(deferral(waiting, outcome))));
    }
    return waiting.tries() >= attempts
        ? Optional.empty()
        : Optional.of(waiting.retryAt(now.plus(pause(waiting, outcome))));
  }

  private Duration pause(WaitState.Outcome waiting, OutcomeCame outcome) {
    Duration full = doubled(waiting.tries() - 1, LONGEST);
    return atLeast(outcome, jitter(full, waiting.send(), waiting.attempt()));
  }

  /** At least half of the maximum: the sends stopped by an outage must not all return at once. */
  private Duration deferral(WaitState.Outcome waiting, OutcomeCame outcome) {
    Duration half = doubled(waiting.deferred(), LONGEST_DEFERRAL).dividedBy(2);
    return atLeast(outcome, half.plus(jitter(half, waiting.send(), waiting.attempt())));
  }

  private Duration doubled(int times, Duration longest) {
    long grown = first.toMillis() << Math.min(times, MOST_DOUBLINGS);
    return Duration.ofMillis(Math.min(longest.toMillis(), grown));
  }

  private static Duration atLeast(OutcomeCame outcome, Duration pause) {
    Duration asked = outcome.pause().orElse(Duration.ZERO);
    Duration patient = asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    return patient.compareTo(pause) > 0 ? patient : pause;
  }

  /** Uniform between zero and the maximum, in ms. */
  private static Duration jitter(Duration most, SendId send, int attempt) {
    // A string's hash is the same in every JVM; a record's need not be.
    long bits = send.toString().hashCode() * 0x9E3779B97F4A7C15L + attempt;
    // The finalizer of SplitMix64, so that similar inputs do not get similar delays.
    bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return Duration.ofMillis(Math.floorMod(bits ^ (bits >>> 31), most.toMillis() + 1));
  }
}
