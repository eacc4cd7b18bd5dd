package dev.sojourn.journeys.step;

import dev.sojourn.journeys.event.PersonEvent;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signal that resumes a waiting instance. */
public sealed interface Signal {

  /** The instance's timer is due. */
  record TimerDue() implements Signal {}

  /** An event that the instance is subscribed to; the step decides whether it matches. */
  record EventCame(PersonEvent event) implements Signal {}

  /** A held send was released. */
  record Released() implements Signal {}

  /**
   * The outcome of a send.
   *
   * @param attempt the attempt number, from 1
   * @param result the result
   * @param error the provider's error, when it failed
   * @param retryAfter the delay that the provider asks for
   */
  record OutcomeCame(
      int attempt, Result result, @Nullable String error, @Nullable Duration retryAfter)
      implements Signal {

    /** Result of a send. */
    public enum Result {
      sent,
      failed,
      retry,
      /** The provider was not called: does not count as an attempt. */
      unavailable
    }

    public Optional<Duration> pause() {
      return Optional.ofNullable(retryAfter);
    }

    /** The text to show for a failure. */
    public String errorText() {
      String text = error == null ? "unknown error" : error;
      return result == Result.unavailable ? "Provider unavailable: " + text : text;
    }
  }
}
