package dev.sojourn.journeys.engagement;

import dev.sojourn.journeys.instance.SendId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Engagement of a person with one email. A click implies an open, even when no open was reported.
 *
 * @param openedAt when it was first opened, in event time
 * @param clickedAt when a link in it was first clicked, in event time
 */
public record Engagement(@Nullable Instant openedAt, @Nullable Instant clickedAt) {

  public static final Engagement NONE = new Engagement(null, null);

  private static final String OPENED = "email.opened";
  private static final String CLICKED = "email.clicked";

  /** Step ids have no length limit, but a store key must stay small. */
  private static final int LONGEST_ID = 512;

  /** Whether an event of this name reports an open or a click. */
  public static boolean isEngagementEvent(String event) {
    return event.equals(OPENED) || event.equals(CLICKED);
  }

  /**
   * The send that the property of such an event refers to; empty when it is not a valid send id.
   */
  @SuppressWarnings("EmptyCatch") // an invalid id is an expected input, reported as empty
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

  /** Applies such an event; the first open and the first click count. */
  public Engagement with(String event, Instant at) {
    Instant opened = openedAt == null ? at : openedAt;
    return event.equals(CLICKED)
        ? new Engagement(opened, clickedAt == null ? at : clickedAt)
        : new Engagement(opened, clickedAt);
  }
}
