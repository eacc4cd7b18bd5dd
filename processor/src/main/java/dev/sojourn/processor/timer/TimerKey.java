package dev.sojourn.processor.timer;

import dev.sojourn.journeys.instance.InstanceId;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;

/**
 * The key of a timer: due time first, so that due timers come first in the store.
 *
 * @param due in whole milliseconds
 */
public record TimerKey(Instant due, InstanceId instance) implements Comparable<TimerKey> {

  public Bytes bytes() {
    ByteBuffer key = ByteBuffer.allocate(24).putLong(due.toEpochMilli());
    instance.writeByPerson(key);
    return Bytes.wrap(key.array());
  }

  public static TimerKey read(Bytes bytes) {
    ByteBuffer key = ByteBuffer.wrap(bytes.get());
    return new TimerKey(Instant.ofEpochMilli(key.getLong()), InstanceId.readByPerson(key));
  }

  /** The first key of a timer that is due at this time. */
  public static Bytes from(long dueMs) {
    return Bytes.wrap(ByteBuffer.allocate(8).putLong(Math.max(0, dueMs)).array());
  }

  /** The first key of a timer that is due after this time; a bound, never the key of a timer. */
  public static Bytes after(long dueMs) {
    return from(dueMs == Long.MAX_VALUE ? dueMs : dueMs + 1);
  }

  @Override
  public int compareTo(TimerKey other) {
    int byDue = due.compareTo(other.due);
    return byDue != 0 ? byDue : bytes().compareTo(other.bytes());
  }
}
