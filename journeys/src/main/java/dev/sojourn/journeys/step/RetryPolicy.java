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
 * @param longest no pause is longer, unless the provider asks for it
 */
record RetryPolicy(int attempts, Duration first, Duration longest) {

  static final RetryPolicy STANDARD =
      new RetryPolicy(8, Duration.ofSeconds(5), Duration.ofMinutes(30));

  /** The pause after a failed try, empty when it was the last. */
  Optional<Duration> pauseAfter(SendId send, int attempt, Optional<Duration> asked) {
    if (attempt >= attempts) {
      return Optional.empty();
    }
    long full = Math.min(longest.toMillis(), first.toMillis() << Math.min(attempt - 1, 20));
    long spread = Math.floorMod(send.hashCode() * 31L + attempt, full / 2 + 1);
    Duration pause = Duration.ofMillis(full / 2 + spread);
    return Optional.of(asked.filter(wanted -> wanted.compareTo(pause) > 0).orElse(pause));
  }
}
