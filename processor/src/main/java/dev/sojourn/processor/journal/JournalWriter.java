package dev.sojourn.processor.journal;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.topics.journal.JournalCause;
import dev.sojourn.topics.journal.JournalRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes every decision to the journal, in the order in which they are made. A stimulus that
 * nothing came of is not there: its row in the history and its place in the log say all there is.
 */
public final class JournalWriter {

  private final RecordForwarder forwarder;
  private long registryOffset = -1;

  public JournalWriter(RecordForwarder forwarder) {
    this.forwarder = forwarder;
  }

  /** From now on decisions know what is published up to here. */
  public void registryAt(long offset) {
    registryOffset = offset;
  }

  /**
   * One decision.
   *
   * @param record the record that was decided; null for a timer
   */
  public void decided(
      String userId,
      @Nullable InputRecord record,
      JournalCause stimulus,
      Instant clock,
      Decision decision) {
    if (decision.isNothing()) {
      return;
    }
    forwarder.journal(
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
