package dev.sojourn.processor.journal;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.topics.journal.JournalCause;
import dev.sojourn.topics.journal.JournalRecord;
import java.time.Instant;

/**
 * Writes every decision to the journal, in the order in which they are made. An input without an
 * effect is not journalled: its history row and its log position say all there is.
 */
public final class JournalWriter {

  private final RecordForwarder forwarder;
  private long registryOffset;

  /**
   * Creates a writer.
   *
   * @param registryOffset of the last registry entry that the task has applied; -1 for none
   */
  public JournalWriter(RecordForwarder forwarder, long registryOffset) {
    this.forwarder = forwarder;
    this.registryOffset = registryOffset;
  }

  /** Sets the registry offset that later decisions are based on. */
  public void registryAt(long offset) {
    registryOffset = offset;
  }

  /** Writes one decision. */
  public void decided(
      String userId,
      JournalSource source,
      JournalCause stimulus,
      Instant clock,
      Decision decision) {
    if (decision.isNothing()) {
      return;
    }
    InputRecord record = source instanceof JournalSource.Input input ? input.record() : null;
    forwarder.journal(
        new JournalRecord(
            userId,
            source.text(),
            record == null ? null : record.partition(),
            record == null ? null : record.offset(),
            registryOffset,
            clock,
            stimulus,
            decision));
  }
}
