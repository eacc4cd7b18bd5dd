package dev.sojourn.processor.history;

import dev.sojourn.processor.task.StoreNames;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the history: the event id, which begins with the user's hash, and a window. Each segment
 * has two windows.
 */
public final class HistoryKey {

  private static final long SEGMENT = StoreNames.HISTORY_SEGMENT.toMillis();

  /** The key of the marker row; event ids never equal it, because they contain a UUID version. */
  public static final Bytes MARK = uuid(0, 0);

  private HistoryKey() {}

  public static Bytes of(UUID eventId) {
    return uuid(eventId.getMostSignificantBits(), eventId.getLeastSignificantBits());
  }

  public static UUID id(Bytes key) {
    ByteBuffer buffer = ByteBuffer.wrap(key.get());
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  /** The lowest key of the persons with this hash. */
  public static Bytes firstOf(int hash) {
    return uuid((long) hash << 32, 0);
  }

  /** The highest key of the persons with this hash. */
  public static Bytes lastOf(int hash) {
    return uuid(((long) hash << 32) | 0xFFFF_FFFFL, -1);
  }

  /** The window of an append time, for events that passed the duplicate check. */
  public static long window(Instant intake) {
    long ms = Math.max(0, intake.toEpochMilli());
    return ms - ms % SEGMENT;
  }

  /** The unchecked window of the same segment, for events that may be duplicates. */
  public static long beside(long window) {
    return window + 1;
  }

  /** The window of the segment before. */
  public static long before(long window) {
    return Math.max(0, window - SEGMENT);
  }

  private static Bytes uuid(long most, long least) {
    return Bytes.wrap(ByteBuffer.allocate(16).putLong(most).putLong(least).array());
  }
}
