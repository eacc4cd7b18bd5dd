package dev.sojourn.processor.history;

import dev.sojourn.processor.row.RowReader;
import dev.sojourn.processor.row.RowWriter;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Row of a stored event. The id is in the key.
 *
 * @param offset in the events topic, which holds the whole event
 * @param uuid the producer's own id
 * @param scalars the small properties, kept for events that some journey version references
 */
public record HistoryRow(
    String userId,
    Instant occurredAt,
    String name,
    long offset,
    @Nullable String uuid,
    Map<String, Object> scalars) {

  private static final int VERSION = 1;

  public byte[] pack() {
    return new RowWriter()
        .raw(VERSION)
        .text(userId)
        .number(Math.max(0, occurredAt.toEpochMilli()))
        .text(name)
        .number(offset)
        .optionalText(uuid)
        .object(scalars)
        .done();
  }

  public static HistoryRow unpack(byte[] bytes) {
    RowReader from = new RowReader(bytes).expect(VERSION, "history");
    return new HistoryRow(
        from.text(), from.time(), from.text(), from.number(), from.optionalText(), from.object());
  }
}
