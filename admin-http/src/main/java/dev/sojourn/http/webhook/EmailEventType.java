package dev.sojourn.http.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Type of an email event; the event's name is {@code email.} and the constant in lower case. */
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

  /** The types that adapters may report: we report the others ourselves, or only Resend does. */
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
