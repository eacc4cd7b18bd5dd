package dev.sojourn.journeys.step;

import dev.sojourn.journeys.instance.SendId;
import java.time.Duration;
import java.util.Optional;

/**
 * How often and how soon a send is tried again: exponential, with a jitter that is derived from the
 * send's id, so that a replay waits as long as the first time did.
 *
 * @param attempts tries in all, the first included
 * @param first the pause after the first try
 * @param longest no pause is longer, unless the provider asks for it, up to a day
 */
record RetryPolicy(int attempts, Duration first, Duration longest) {

  /** No provider is left alone for longer, whatever it asks: a timer must stay within reason. */
  private static final Duration LONGEST_ASKED = Duration.ofHours(24);

  static final RetryPolicy STANDARD =
      new RetryPolicy(8, Duration.ofSeconds(5), Duration.ofMinutes(30));

  /** The pause after a failed try, empty when it was the last. */
  Optional<Duration> pauseAfter(SendId send, int attempt, Optional<Duration> asked) {
    if (attempt >= attempts) {
      return Optional.empty();
    }
    long full = Math.min(longest.toMillis(), first.toMillis() << Math.min(attempt - 1, 20));
    // A text's hash is the same in every JVM; a record's need not be.
    long spread = Math.floorMod(send.toString().hashCode() * 31L + attempt, full / 2 + 1);
    Duration pause = Duration.ofMillis(full / 2 + spread);
    Duration wanted = asked.orElse(pause);
    Duration patient = wanted.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : wanted;
    return Optional.of(patient.compareTo(pause) > 0 ? patient : pause);
  }
}
