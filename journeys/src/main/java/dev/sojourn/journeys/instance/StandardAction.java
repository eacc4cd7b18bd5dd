package dev.sojourn.journeys.instance;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The actions of the engine and of its own step types. Words are stored: never change one. */
public enum StandardAction implements LogAction {
  ENTERED("entered", Move.ARRIVES),
  /** An operator retried a failed instance: it enters its step again. */
  RETRIED("retried", Move.ARRIVES),
  /** Went on with nothing else to say, such as after a sleep. */
  WAITED("waited", Move.GOES_ON),
  EVENT_RECEIVED("event_received", Move.GOES_ON),
  TIMED_OUT("timed_out", Move.GOES_ON),
  BRANCHED("branched", Move.GOES_ON),
  SPLIT("split", Move.GOES_ON),
  CONTACT_UPDATED("contact_updated", Move.GOES_ON),
  EVENT_EMITTED("event_emitted", Move.GOES_ON),
  CHECKPOINT("checkpoint", Move.GOES_ON),
  EMAIL_SENT("email_sent", Move.GOES_ON, Delivery.SENT, true),
  SMS_SENT("sms_sent", Move.GOES_ON, Delivery.SENT, true),
  PUSH_SENT("push_sent", Move.GOES_ON, Delivery.SENT, true),
  SEND_SKIPPED("send_skipped", Move.GOES_ON, Delivery.SKIPPED, true),
  /** Failed for good, and the instance went on. */
  SEND_FAILED("send_failed", Move.GOES_ON, Delivery.FAILED, true),
  SEND_HELD("send_held", Move.STAYS, Delivery.HELD, true),
  WEBHOOK_CALLED("webhook_called", Move.GOES_ON, Delivery.SENT, false),
  /** Failed for good, and the instance went on. */
  WEBHOOK_FAILED("webhook_failed", Move.GOES_ON, Delivery.FAILED, false),
  /** Says nothing of the run of the instance, which may have ended. */
  GOAL_REACHED("goal_reached", Move.STAYS),
  COMPLETED("completed", Move.ENDS),
  EXITED("exited", Move.ENDS),
  FAILED("failed", Move.ENDS),
  CANCELLED("cancelled", Move.ENDS);

  static final Map<String, StandardAction> BY_WORD =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(StandardAction::word, Function.identity()));

  private final String word;
  private final Move move;
  private final Optional<Delivery> delivery;
  private final boolean message;

  StandardAction(String word, Move move) {
    this(word, move, null, false);
  }

  StandardAction(String word, Move move, @Nullable Delivery delivery, boolean message) {
    this.word = word;
    this.move = move;
    this.delivery = Optional.ofNullable(delivery);
    this.message = message;
  }

  @Override
  public String word() {
    return word;
  }

  @Override
  public Move move() {
    return move;
  }

  @Override
  public Optional<Delivery> delivery() {
    return delivery;
  }

  @Override
  public boolean isMessage() {
    return message;
  }

  @Override
  public String toString() {
    return word;
  }
}
