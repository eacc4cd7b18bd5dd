package dev.sojourn.processor.counter;

import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.StandardAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Key of a counter of one journey, or of the whole partition when the journey id is empty. */
public record CounterKey(String journeyId, String name) {

  /** Sum of the time from entry to completion, in ms, over completed instances. */
  public static final String DURATION = "duration_ms";

  /** Outcomes that arrived after their instance had ended. */
  public static final String AFTER_EXIT = "after_exit";

  /** Events whose own time was later than their append time and was clamped to it. */
  public static final String CLAMPED = "clamped";

  /** Sends that an operator's hold stops at the moment. */
  public static final String HELD = "held";

  /** Emails of a journey that were sent, each counted once, also when reported after the end. */
  public static final String EMAIL_SENT = StandardAction.EMAIL_SENT.word();

  /** Text messages of a journey that were sent, counted like emails. */
  public static final String SMS_SENT = StandardAction.SMS_SENT.word();

  /** Push notifications of a journey that were sent, counted like emails. */
  public static final String PUSH_SENT = StandardAction.PUSH_SENT.word();

  /** Emails of a journey that were opened, each counted once. */
  public static final String EMAIL_OPENED = "email_opened";

  /** Emails of a journey with a click, each counted once. */
  public static final String EMAIL_CLICKED = "email_clicked";

  /** People with a stored contact. */
  public static final String CONTACTS = "contacts";

  /** Dead letters that are neither retried nor discarded. */
  public static final String PENDING_DEAD_LETTERS = "dead_letters/pending";

  /** Enrolments that reached the goal of their journey in time. */
  public static final String GOAL = "goal";

  /** People in a journey's holdout who reached its goal all the same. */
  public static final String GOAL_CONTROL = "goal_control";

  /** People in a journey's holdout, each counted once. */
  public static final String HELD_OUT = "held_out";

  /** Events of erased people. */
  public static final String ERASED = "erased";

  /** The counter of a journey that a log entry adds to; empty for most entries. */
  public static Optional<CounterKey> of(String journeyId, LogEntry movement) {
    if (!(movement.action() instanceof StandardAction action) || !action.isMessage()) {
      return Optional.empty();
    }
    return action
        .delivery()
        .flatMap(
            delivery ->
                switch (delivery) {
                  case SENT -> Optional.of(new CounterKey(journeyId, action.word()));
                  case SKIPPED ->
                      Optional.of(
                          new CounterKey(journeyId, action.word() + "/" + reason(movement)));
                  case FAILED, HELD -> Optional.empty();
                });
  }

  private static @Nullable Object reason(LogEntry movement) {
    Map<String, Object> detail = movement.detail();
    return detail == null ? null : detail.get("reason");
  }

  public Bytes bytes() {
    return Bytes.wrap((journeyId + '\0' + name).getBytes(StandardCharsets.UTF_8));
  }

  public static CounterKey read(Bytes bytes) {
    String text = new String(bytes.get(), StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return new CounterKey(text.substring(0, end), text.substring(end + 1));
  }
}
