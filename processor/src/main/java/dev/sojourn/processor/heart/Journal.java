package dev.sojourn.processor.heart;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.topics.journal.Cause;
import dev.sojourn.topics.journal.JournalRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes every decision to the journal, in the order in which they are made. A stimulus that
 * nothing came of is not there: its row in the history and its place in the log say all there is.
 */
final class Journal {

  private final Outbound outbound;
  private long registryOffset = -1;

  Journal(Outbound outbound) {
    this.outbound = outbound;
  }

  /** From now on decisions know what is published up to here. */
  void registryAt(long offset) {
    registryOffset = offset;
  }

  /**
   * One decision.
   *
   * @param record the record that was decided; null for a timer
   */
  void decided(
      String userId, @Nullable Stimulus record, Cause stimulus, Instant clock, Decision decision) {
    if (decision.isNothing()) {
      return;
    }
    outbound.journal(
        new JournalRecord(
            userId,
            record == null ? "timer" : record.source(),
            record == null ? null : record.partition(),
            record == null ? null : record.offset(),
            registryOffset,
            clock,
            stimulus,
            decision));
  }
}
