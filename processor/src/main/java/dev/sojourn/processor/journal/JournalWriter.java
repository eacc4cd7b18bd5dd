package dev.sojourn.processor.journal;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.topics.journal.JournalCause;
import dev.sojourn.topics.journal.JournalRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes every decision to the journal, in the order in which they are made. An input without an
 * effect is not journalled: its history row and its log position say all there is.
 */
public final class JournalWriter {

  private final RecordForwarder forwarder;
  private long registryOffset = -1;

  public JournalWriter(RecordForwarder forwarder) {
    this.forwarder = forwarder;
  }

  /** Sets the registry offset that later decisions are based on. */
  public void registryAt(long offset) {
    registryOffset = offset;
  }

  /**
   * Writes one decision.
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
