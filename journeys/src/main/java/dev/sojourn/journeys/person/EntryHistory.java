package dev.sojourn.journeys.person;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Entry history of a person in one journey, as far as guards and gates need it.
 *
 * @param entries all entries ever
 * @param countedEntries those that a limit counts: all but failed and cancelled ones
 * @param latest the latest event time of a counted entry
 * @param previous the same without the newest entry, for when that stops counting
 * @param lastSentAt when this journey last sent to this person, kept only for journeys that need it
 */
public record EntryHistory(
    int entries,
    int countedEntries,
    @Nullable Instant latest,
    @Nullable Instant previous,
    @Nullable Instant lastSentAt) {

  public static final EntryHistory NONE = new EntryHistory(0, 0, null, null, null);

  public EntryHistory entered(Instant eventTime) {
    Instant later = latest != null && latest.isAfter(eventTime) ? latest : eventTime;
    return new EntryHistory(entries + 1, countedEntries + 1, later, latest, lastSentAt);
  }

  /** The newest entry failed or was cancelled: limits ignore it, so that it can be repeated. */
  public EntryHistory withoutLatest() {
    return new EntryHistory(entries, Math.max(0, countedEntries - 1), previous, null, lastSentAt);
  }

  /**
   * Counts an entry again that limits had ignored, because its instance continues.
   *
   * @param createdAt creation time of the instance; the trigger's own event time is not kept
   */
  public EntryHistory reinstated(Instant createdAt) {
    Instant later = latest != null && latest.isAfter(createdAt) ? latest : createdAt;
    return new EntryHistory(entries, countedEntries + 1, later, latest, lastSentAt);
  }

  public EntryHistory sent(@Nullable Instant at) {
    return new EntryHistory(entries, countedEntries, latest, previous, at);
  }
}
