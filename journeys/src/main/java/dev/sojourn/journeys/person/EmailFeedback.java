package dev.sojourn.journeys.person;

import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Email feedback from providers and recipients, as far as it affects what a person may be sent. The
 * first permanent bounce suppresses: sending on to an address that does not exist damages the
 * sender's reputation.
 */
public final class EmailFeedback {

  private static final String BOUNCED = "email.bounced";
  private static final String COMPLAINED = "email.complained";
  private static final String UNSUBSCRIBED = "email.unsubscribed";

  private static final int LONGEST_CATEGORY = 200;

  /** The summary, which is read for each event of a person, must stay small. */
  private static final int MOST_CATEGORIES = 100;

  private EmailFeedback() {}

  /** Whether an event of this name affects what a person may be sent. */
  public static boolean isFeedbackEvent(String event) {
    return event.equals(BOUNCED) || event.equals(COMPLAINED) || event.equals(UNSUBSCRIBED);
  }

  /** Whether an event of this name reports a bounce or a complaint, and so is about one email. */
  public static boolean isAboutOneEmail(String event) {
    return event.equals(BOUNCED) || event.equals(COMPLAINED);
  }

  /** The preferences after such an event. */
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

  /** Whether the bounce is permanent; a full mailbox is not. */
  private static boolean isPermanent(@Nullable Object bounceType) {
    return bounceType instanceof String text
        && (text.equalsIgnoreCase("permanent") || text.equalsIgnoreCase("hard"));
  }

  /** A category that is invalid or exceeds a limit unsubscribes from everything. */
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
