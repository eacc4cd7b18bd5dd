package dev.sojourn.journeys.person;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person's past with one journey, as far as guards and gates ask.
 *
 * @param entries all entries ever
 * @param counted those that a limit counts: all but the failed and the cancelled
 * @param latest the latest event time of a counted entry
 * @param previous the same without the newest entry, for when that stops counting
 * @param lastSentAt when this journey last sent to this person, kept only for journeys that ask
 */
public record Enrolments(
    int entries,
    int counted,
    @Nullable Instant latest,
    @Nullable Instant previous,
    @Nullable Instant lastSentAt) {

  public static final Enrolments NONE = new Enrolments(0, 0, null, null, null);

  public Enrolments entered(Instant eventTime) {
    Instant later = latest != null && latest.isAfter(eventTime) ? latest : eventTime;
    return new Enrolments(entries + 1, counted + 1, later, latest, lastSentAt);
  }

  /** The newest entry failed or was cancelled: limits forget it, so that it can be repeated. */
  public Enrolments forgotten() {
    return new Enrolments(entries, Math.max(0, counted - 1), previous, null, lastSentAt);
  }

  /**
   * An entry that limits had forgotten goes on, and counts again.
   *
   * @param createdAt of its instance; the event's own time is not kept
   */
  public Enrolments recalled(Instant createdAt) {
    Instant later = latest != null && latest.isAfter(createdAt) ? latest : createdAt;
    return new Enrolments(entries, counted + 1, later, latest, lastSentAt);
  }

  public Enrolments sent(@Nullable Instant at) {
    return new Enrolments(entries, counted, latest, previous, at);
  }
}
