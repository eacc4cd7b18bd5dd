package dev.sojourn.processor.counter;

import dev.sojourn.journeys.instance.LogEntry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/** The name of a running total of one journey, or of the whole when the journey is empty. */
public record CounterKey(String journeyId, String name) {

  /** Sum of the time from entry to completion, in ms, over the completed. */
  public static final String DURATION = "duration_ms";

  /** Outcomes that came after their instance was over. */
  public static final String AFTER_EXIT = "after_exit";

  /** Events whose own time was later than their intake and was set back to it. */
  public static final String CLAMPED = "clamped";

  /** Sends that an operator holds back now. */
  public static final String HELD = "held";

  /** Mails of a journey that went out, each once, those that were told of after its end too. */
  public static final String EMAIL_SENT = "email_sent";

  /** Text messages of a journey that went out, counted as mails are. */
  public static final String SMS_SENT = "sms_sent";

  /** Push notifications of a journey that went out, counted as mails are. */
  public static final String PUSH_SENT = "push_sent";

  /** What begins the totals of the sends that a gate refused, each under its reason. */
  private static final String SKIPPED = "send_skipped";

  /** Mails of a journey that were opened, each once. */
  public static final String EMAIL_OPENED = "email_opened";

  /** Mails of a journey in which something was clicked, each once. */
  public static final String EMAIL_CLICKED = "email_clicked";

  /** Persons of whom a contact is stored. */
  public static final String CONTACTS = "contacts";

  /** Dead letters of whom nobody has disposed. */
  public static final String PENDING_DEAD_LETTERS = "dead_letters/pending";

  /** Enrolments that reached the goal of their journey in time. */
  public static final String GOAL = "goal";

  /** People held out of a journey who reached its goal all the same. */
  public static final String GOAL_CONTROL = "goal_control";

  /** People held out of a journey, each counted once. */
  public static final String HELD_OUT = "held_out";

  /** Events of persons who were erased. */
  public static final String ERASED = "erased";

  /** The running total of a journey that a line of a log adds to; empty for most. */
  public static Optional<CounterKey> of(String journeyId, LogEntry movement) {
    return switch (movement.action()) {
      case EMAIL_SENT, SMS_SENT, PUSH_SENT ->
          Optional.of(new CounterKey(journeyId, movement.action()));
      case SKIPPED -> {
        Map<String, Object> detail = movement.detail();
        Object reason = detail == null ? null : detail.get("reason");
        yield Optional.of(new CounterKey(journeyId, SKIPPED + "/" + reason));
      }
      default -> Optional.empty();
    };
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
