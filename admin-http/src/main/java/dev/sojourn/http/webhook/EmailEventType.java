package dev.sojourn.http.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can become of a mail; the event's name is {@code email.} and the name in small letters. */
public enum EmailEventType {
  SENT,
  DELIVERED,
  DELIVERY_DELAYED,
  OPENED,
  CLICKED,
  BOUNCED,
  COMPLAINED,
  FAILED,
  UNSUBSCRIBED;

  /** What an adapter can tell: the others are told by us, or by nobody but Resend. */
  static final List<String> OF_ADAPTERS =
      List.of("delivered", "opened", "clicked", "bounced", "complained");

  private static final String PREFIX = "email.";

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String event() {
    return PREFIX + word();
  }

  static Optional<EmailEventType> ofEvent(String event) {
    return Arrays.stream(values()).filter(fact -> fact.event().equals(event)).findFirst();
  }

  static Optional<EmailEventType> ofWord(String word) {
    return ofEvent(PREFIX + word);
  }
}
