package dev.sojourn.processor.journal;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.topics.journal.JournalRecord;
import java.time.Instant;

/**
 * Writes every decision to the journal, in the order in which they are made. An input without an
 * effect is not journalled: its history row and its log position say all there is.
 */
public final class JournalWriter {

  private final RecordForwarder forwarder;

  public JournalWriter(RecordForwarder forwarder) {
    this.forwarder = forwarder;
  }

  /**
   * Writes one decision.
   *
   * @param revision of the registry that it is based on
   */
  public void decided(
      String userId,
      JournalSource source,
      Stimulus stimulus,
      long revision,
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
            revision,
            clock,
            stimulus,
            decision));
  }
}
