package dev.sojourn.journeys.person;

import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What providers and readers say of mails, as far as it changes what a person may be sent. The
 * first permanent bounce suppresses: whoever goes on writing to an address that does not exist is
 * taken for a spammer.
 */
public final class EmailFeedback {

  private static final String BOUNCED = "email.bounced";
  private static final String COMPLAINED = "email.complained";
  private static final String UNSUBSCRIBED = "email.unsubscribed";

  private static final int LONGEST_CATEGORY = 200;

  /** What is read for each event of a person must stay small. */
  private static final int MOST_CATEGORIES = 100;

  private EmailFeedback() {}

  /** Whether an event of this name tells what somebody may be sent. */
  public static boolean isFeedbackEvent(String event) {
    return event.equals(BOUNCED) || event.equals(COMPLAINED) || event.equals(UNSUBSCRIBED);
  }

  /** The preferences with what such an event tells. */
  public static Preferences applyTo(
      Preferences before, String event, Map<String, Object> properties) {
    return switch (event) {
      case BOUNCED ->
          isPermanent(properties.get("bounceType"))
              ? before.merge(new PreferencesPatch(null, null, true, null, before.bounceCount() + 1))
              : before;
      case COMPLAINED -> before.merge(new PreferencesPatch(null, null, true, null, null));
      case UNSUBSCRIBED -> unsubscribed(before, properties.get("category"));
      default -> before;
    };
  }

  /** Whether the address is said to be good for nothing; a full mailbox is not. */
  private static boolean isPermanent(@Nullable Object bounceType) {
    return bounceType instanceof String text
        && (text.equalsIgnoreCase("permanent") || text.equalsIgnoreCase("hard"));
  }

  /** Who says too much, or nothing that can be understood, wants nothing more. */
  private static Preferences unsubscribed(Preferences before, @Nullable Object category) {
    if (category instanceof String text
        && !text.isBlank()
        && text.length() <= LONGEST_CATEGORY
        && (before.categories().containsKey(text)
            || before.categories().size() < MOST_CATEGORIES)) {
      return before.merge(
          new PreferencesPatch(null, null, null, Map.of(text, Boolean.FALSE), null));
    }
    return before.merge(new PreferencesPatch(null, true, null, null, null));
  }
}
