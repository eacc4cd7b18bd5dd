package dev.sojourn.processor.outcome;

import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.processor.watermark.DeliveryProgress;
import dev.sojourn.processor.watermark.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a missing outcome is overdue: only once delivery has committed past the action,
 * and its outcome would have been read. A slow or stopped delivery is not sent the same action
 * twice.
 */
public final class OverdueSendCheck {

  /** Allows for clock differences, and for the delay between a decision and its append. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final DeliveryProgress delivery;
  private final Watermark read;
  private @Nullable Instant asked;
  private @Nullable Instant answered;
  private @Nullable Instant since;

  public OverdueSendCheck(DeliveryProgress delivery, Watermark read) {
    this.delivery = delivery;
    this.read = read;
  }

  /** Starts a round and discards the answer of the previous one. */
  void newRound() {
    asked = null;
    answered = null;
  }

  /** Asks for delivery's progress, once per round. */
  void ask(Instant now) {
    if (asked == null) {
      asked = now;
      delivery.ask(now.minus(Decider.OUTCOME_TIMEOUT).plus(MARGIN).toEpochMilli());
    }
  }

  /**
   * The time at which sends are judged. A send that became overdue after delivery was asked is left
   * to the next round: its action may still be waiting.
   */
  Instant judgedAt(Instant now) {
    return asked == null ? now : asked;
  }

  /** Whether an answer was requested in this round and is still pending. */
  boolean isAsking(Instant now) {
    if (asked == null) {
      return false;
    }
    if (delivery.isAsking()) {
      return true;
    }
    if (answered == null) {
      answered = now;
    }
    // Outcomes in the log by then may still be unread, or in an open transaction.
    if (read.readUpTo().orElse(Long.MIN_VALUE) >= answered.toEpochMilli()) {
      return false;
    }
    read.ask();
    return true;
  }

  /**
   * Since when a missing outcome has been significant, as far as is known; empty when it is not.
   * When delivery was behind at the last check, this starts over.
   */
  Optional<Instant> since(Instant now) {
    if (!delivery.isDone()) {
      since = null;
    } else if (since == null) {
      since = now.minus(Decider.OUTCOME_TIMEOUT);
    }
    return Optional.ofNullable(since);
  }
}
