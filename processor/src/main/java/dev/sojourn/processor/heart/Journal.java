package dev.sojourn.processor.heart;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.topics.journal.JournalRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      String userId,
      @Nullable Stimulus record,
      Map<String, Object> stimulus,
      Instant clock,
      Decision decision) {
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
            decision.changes().stream().map(Journal::move).toList(),
            decision.entries().stream().map(Journal::entry).toList(),
            effects(decision)));
  }

  private static Map<String, Object> move(Decision.Change change) {
    Instance before = change.before();
    Instance after = change.after();
    Map<String, Object> move = new LinkedHashMap<>();
    move.put("stateId", after.id().toString());
    move.put("journeyId", after.journeyId());
    move.put("version", after.version());
    if (before != null) {
      move.put("from", before.node());
      move.put("fromStatus", before.status().json());
    }
    move.put("to", after.node());
    move.put("status", after.status().json());
    if (after.error() != null) {
      move.put("error", after.error());
    }
    return move;
  }

  private static Map<String, Object> entry(Decision.Entry entry) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("journeyId", entry.journeyId());
    row.put("outcome", entry.reason() == null ? "entered" : "rejected");
    if (entry.reason() != null) {
      row.put("reason", entry.reason().json());
    }
    return row;
  }

  private static List<Map<String, Object>> effects(Decision decision) {
    List<Map<String, Object>> effects = new ArrayList<>();
    decision.contact().ifPresent(contact -> effects.add(Map.of("effect", "contact")));
    decision
        .sends()
        .forEach(
            send ->
                effects.add(
                    Map.of(
                        "effect",
                        "send",
                        "sendId",
                        send.id().toString(),
                        "attempt",
                        send.attempt(),
                        "template",
                        send.template().key())));
    decision
        .emitted()
        .forEach(event -> effects.add(Map.of("effect", "emit", "event", event.event())));
    decision
        .faults()
        .forEach(fault -> effects.add(Map.of("effect", "fault", "error", fault.text())));
    if (decision.lateOutcomes() > 0) {
      effects.add(Map.of("effect", "after_exit"));
    }
    return effects;
  }
}
