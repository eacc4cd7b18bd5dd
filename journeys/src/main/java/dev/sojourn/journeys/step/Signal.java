package dev.sojourn.journeys.step;

import dev.sojourn.journeys.event.PersonEvent;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a parked instance waited for. */
public sealed interface Signal {

  /** The instance's timer is due. */
  record TimerDue() implements Signal {}

  /** An event that the instance awaits; whether it matches is for the step to say. */
  record EventCame(PersonEvent event) implements Signal {}

  /** What an operator has held back may go. */
  record Released() implements Signal {}

  /**
   * What became of a send.
   *
   * @param attempt which try it was, from 1
   * @param result how it went
   * @param error what the provider said, when it did not go well
   * @param retryAfter how long the provider asks to be left alone
   */
  record OutcomeCame(
      int attempt, Result result, @Nullable String error, @Nullable Duration retryAfter)
      implements Signal {

    /** How a send went. */
    public enum Result {
      sent,
      failed,
      retry,
      /** The provider was not asked: that is no attempt. */
      unavailable
    }

    public Optional<Duration> pause() {
      return Optional.ofNullable(retryAfter);
    }

    /** What to show for a failure. */
    public String errorText() {
      String text = error == null ? "unknown error" : error;
      return result == Result.unavailable ? "Provider unavailable: " + text : text;
    }
  }
}
