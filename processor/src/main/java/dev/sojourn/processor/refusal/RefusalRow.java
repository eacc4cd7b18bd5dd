package dev.sojourn.processor.refusal;

import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.processor.row.RowReader;
import dev.sojourn.processor.row.RowWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Row of an event's refusals: why it did not enter, for all journeys that it triggers.
 *
 * @param at append time
 */
public record RefusalRow(
    String userId, UUID eventId, String event, Instant at, List<Refusal> refusals) {

  private static final int VERSION = 1;

  /** The refusal of one journey. */
  public record Refusal(String journeyId, RefusalReason reason) {}

  public RefusalRow {
    refusals = List.copyOf(refusals);
  }

  public byte[] pack() {
    RowWriter into =
        new RowWriter()
            .raw(VERSION)
            .text(userId)
            .fixed(eventId.getMostSignificantBits())
            .fixed(eventId.getLeastSignificantBits())
            .text(event)
            .time(at)
            .number(refusals.size());
    refusals.forEach(one -> into.text(one.journeyId()).text(one.reason().name()));
    return into.done();
  }

  public static RefusalRow unpack(byte[] bytes) {
    RowReader from = new RowReader(bytes).expect(VERSION, "refusal");
    String user = from.text();
    UUID event = new UUID(from.fixed(), from.fixed());
    String name = from.text();
    Instant at = from.time();
    List<Refusal> refusals = new ArrayList<>();
    for (int i = from.integer(); i > 0; i--) {
      refusals.add(new Refusal(from.text(), RefusalReason.valueOf(from.text())));
    }
    return new RefusalRow(user, event, name, at, refusals);
  }
}
