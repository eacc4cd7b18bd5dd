package dev.sojourn.journeys.engagement;

import dev.sojourn.journeys.instance.SendId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person did with one email. Whoever clicks has opened it, whether or not we were told.
 *
 * @param openedAt when it was opened first, by the event's own time
 * @param clickedAt when something in it was clicked first
 */
public record Engagement(@Nullable Instant openedAt, @Nullable Instant clickedAt) {

  public static final Engagement NONE = new Engagement(null, null);

  private static final String OPENED = "email.opened";
  private static final String CLICKED = "email.clicked";

  /** A step may have any name, but a key must stay a key. */
  private static final int LONGEST_ID = 512;

  /** Whether an event of this name tells what somebody did with an email. */
  public static boolean isEngagementEvent(String event) {
    return event.equals(OPENED) || event.equals(CLICKED);
  }

  /** The send that the property of such an event names; empty when it is no send's id. */
  @SuppressWarnings("EmptyCatch") // a text that is no id is an answer here, not an accident
  public static Optional<SendId> sendOf(@Nullable Object property) {
    if (property instanceof String text
        && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_ID) {
      try {
        return Optional.of(SendId.parse(text));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** With what such an event tells; the first time is the one that counts. */
  public Engagement with(String event, Instant at) {
    Instant opened = openedAt == null ? at : openedAt;
    return event.equals(CLICKED)
        ? new Engagement(opened, clickedAt == null ? at : clickedAt)
        : new Engagement(opened, clickedAt);
  }
}
