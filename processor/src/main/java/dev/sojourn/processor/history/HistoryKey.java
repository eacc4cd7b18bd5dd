package dev.sojourn.processor.history;

import dev.sojourn.processor.task.StoreNames;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the history: the event's id, which begins with the user's hash, and a window, of which
 * each segment has two.
 */
public final class HistoryKey {

  private static final long SEGMENT = StoreNames.HISTORY_SEGMENT.toMillis();

  /** The key of no event: theirs have a version in the middle. */
  public static final Bytes MARK = uuid(0, 0);

  private HistoryKey() {}

  public static Bytes of(UUID eventId) {
    return uuid(eventId.getMostSignificantBits(), eventId.getLeastSignificantBits());
  }

  public static UUID id(Bytes key) {
    ByteBuffer buffer = ByteBuffer.wrap(key.get());
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  /** The least key of the persons with this hash. */
  public static Bytes firstOf(int hash) {
    return uuid((long) hash << 32, 0);
  }

  /** The greatest key of the persons with this hash. */
  public static Bytes lastOf(int hash) {
    return uuid(((long) hash << 32) | 0xFFFF_FFFFL, -1);
  }

  /** The window that an intake time falls into, of events that are known to be the first. */
  public static long window(Instant intake) {
    long ms = Math.max(0, intake.toEpochMilli());
    return ms - ms % SEGMENT;
  }

  /** The window beside it, of events that may be repeats. */
  public static long beside(long window) {
    return window + 1;
  }

  /** The window before. */
  public static long before(long window) {
    return Math.max(0, window - SEGMENT);
  }

  private static Bytes uuid(long most, long least) {
    return Bytes.wrap(ByteBuffer.allocate(16).putLong(most).putLong(least).array());
  }
}
