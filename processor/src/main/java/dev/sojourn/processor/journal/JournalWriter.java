package dev.sojourn.processor.journal;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.processor.task.InputPositions;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.topics.journal.JournalRecord;
import dev.sojourn.topics.journal.RegistryApplied;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Writes every decision to the journal, in the order in which they are made. An input without an
 * effect is not journalled: its history row and its log position say all there is.
 */
public final class JournalWriter {

  private static final String EVENTS = "events";

  private final RecordForwarder forwarder;

  private final InputPositions positions;

  public JournalWriter(RecordForwarder forwarder, InputPositions positions) {
    this.forwarder = forwarder;
    this.positions = positions;
  }

  /**
   * Writes that later decisions of this task use a registry record. The registry's topic is
   * compacted, so that only the journal can say later what was published when.
   */
  public void registryApplied(InputRecord record) {
    forwarder.journal(
        new RegistryApplied(
            record.key(), record.value(), record.offset(), record.intake(), positions.all()));
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
    OptionalLong events =
        record != null && record.source().equals(EVENTS)
            ? OptionalLong.empty()
            : positions.of(EVENTS);
    forwarder.journal(
        new JournalRecord(
            userId,
            source.text(),
            record == null ? null : record.partition(),
            record == null ? null : record.offset(),
            revision,
            events.isPresent() ? events.getAsLong() : null,
            clock,
            stimulus,
            decision));
  }
}
