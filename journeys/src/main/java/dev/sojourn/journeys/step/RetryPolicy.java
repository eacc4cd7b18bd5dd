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
 * How often and how soon a send is tried again. Pauses have a jitter that is derived from the
 * send's id, so that a replay waits as long as the first time did.
 *
 * <p>After a try that failed the pause is exponential with full jitter, up to half an hour. What
 * delivery could not even try is no try: it comes again after at most ten minutes, about a day
 * long.
 *
 * @param attempts tries in all, the first included; 1 to 20
 * @param first the longest pause after the first try; 1 ms to 30 min
 */
public record RetryPolicy(int attempts, Duration first) {

  public static final int MOST_ATTEMPTS = 20;

  /** No provider is left alone for longer, whatever it asks: a timer must stay within reason. */
  private static final Duration LONGEST_ASKED = Duration.ofHours(24);

  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final Duration LONGEST_DEFERRAL = Duration.ofMinutes(10);

  // Below the limits that it is held against.
  public static final RetryPolicy STANDARD = new RetryPolicy(8, Duration.ofSeconds(5));

  /** A day of pauses that are seven and a half minutes on average. */
  private static final int MOST_DEFERRALS = 200;

  /** More doublings than this make any pause the longest. */
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

  /** The same, with as many tries as a step says for itself. */
  RetryPolicy trying(@Nullable Integer times) {
    return times == null ? this : new RetryPolicy(times, first);
  }

  /** What is wrong with a step's own number of tries. */
  static Stream<String> flaws(@Nullable Integer times) {
    return times == null || (times >= 1 && times <= MOST_ATTEMPTS)
        ? Stream.empty()
        : Stream.of(
            "expected 1 to %d for key 'attempts', found %d".formatted(MOST_ATTEMPTS, times));
  }

  /**
   * When to try again after an outcome that is not final; empty when that was the last time.
   *
   * @param parked for the try whose outcome it is
   */
  Optional<WaitState.Outcome> again(WaitState.Outcome parked, OutcomeCame outcome, Instant now) {
    if (outcome.result() == OutcomeCame.Result.unavailable) {
      return parked.deferred() >= MOST_DEFERRALS
          ? Optional.empty()
          : Optional.of(parked.deferredUntil(now.plus(deferral(parked, outcome))));
    }
    return parked.tries() >= attempts
        ? Optional.empty()
        : Optional.of(parked.retryAt(now.plus(pause(parked, outcome))));
  }

  private Duration pause(WaitState.Outcome parked, OutcomeCame outcome) {
    Duration full = doubled(parked.tries() - 1, LONGEST);
    return atLeast(outcome, jitter(full, parked.send(), parked.attempt()));
  }

  /** At least half of it: all sends that an outage has stopped must not ask in one moment. */
  private Duration deferral(WaitState.Outcome parked, OutcomeCame outcome) {
    Duration half = doubled(parked.deferred(), LONGEST_DEFERRAL).dividedBy(2);
    return atLeast(outcome, half.plus(jitter(half, parked.send(), parked.attempt())));
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

  /** Evenly between zero and the most, in ms. */
  private static Duration jitter(Duration most, SendId send, int attempt) {
    // A text's hash is the same in every JVM; a record's need not be.
    long bits = send.toString().hashCode() * 0x9E3779B97F4A7C15L + attempt;
    // The finaliser of SplitMix64: neighbours must not get neighbouring pauses.
    bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return Duration.ofMillis(Math.floorMod(bits ^ (bits >>> 31), most.toMillis() + 1));
  }
}
