package dev.sojourn.processor.heart;

import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.processor.timer.DeliveryFrontier;
import dev.sojourn.processor.timer.Frontier;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether it means anything that nothing was heard of sends for a while: only when delivery is done
 * with what it was asked by then, and what it said of that has been read. What waits for a delivery
 * that is slow, or away, would else be asked for twice.
 */
final class Silence {

  /** Clocks differ, and what was decided gets into the log a moment later. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final DeliveryFrontier delivery;
  private final Frontier read;
  private @Nullable Instant asked;
  private @Nullable Instant answered;
  private @Nullable Instant since;

  Silence(DeliveryFrontier delivery, Frontier read) {
    this.delivery = delivery;
    this.read = read;
  }

  /** What was answered before is old now. */
  void newRound() {
    asked = null;
    answered = null;
  }

  /** Asks, once a round. */
  void ask(Instant now) {
    if (asked == null) {
      asked = now;
      delivery.ask(now.minus(Decider.ASKED_AGAIN_AFTER).plus(MARGIN).toEpochMilli());
    }
  }

  /**
   * When silence is judged. What became silent after delivery was asked is not what it was asked
   * about: its action may wait yet, and the next round asks about it.
   */
  Instant judged(Instant now) {
    return asked == null ? now : asked;
  }

  /** Whether it was asked for in this round, and is not known yet. */
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
    // Outcomes that stand in the log by then may still be unread, or in an open transaction.
    if (read.readUpTo().orElse(Long.MIN_VALUE) >= answered.toEpochMilli()) {
      return false;
    }
    read.ask();
    return true;
  }

  /**
   * Since when it has meant something, as far as is known; empty when it means nothing. Delivery
   * that was behind when it was asked last has been silent for no longer than it takes to be asked
   * again.
   */
  Optional<Instant> since(Instant now) {
    if (!delivery.isDone()) {
      since = null;
    } else if (since == null) {
      since = now.minus(Decider.ASKED_AGAIN_AFTER);
    }
    return Optional.ofNullable(since);
  }
}
