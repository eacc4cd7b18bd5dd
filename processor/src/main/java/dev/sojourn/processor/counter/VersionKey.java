package dev.sojourn.processor.counter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * Key of the counters of one version of a journey, which are one row. Rows of a journey are
 * adjacent, by version.
 *
 * @param version from 1
 */
public record VersionKey(String journeyId, int version) {

  /** No {@link CounterKey} begins with it: ids of journeys have no control characters. */
  private static final byte FAMILY = 1;

  /** The row that says that versions are counted; sorts before all others of the family. */
  static final Bytes MARKER = Bytes.wrap(new byte[] {FAMILY});

  static boolean isVersion(Bytes key) {
    return key.get()[0] == FAMILY;
  }

  public Bytes bytes() {
    byte[] journey = journeyId.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(1 + journey.length + 1 + Integer.BYTES)
            .put(FAMILY)
            .put(journey)
            .put((byte) 0)
            .putInt(version)
            .array());
  }

  /** The beginning of the keys of all versions of a journey. */
  static Bytes of(String journeyId) {
    byte[] first = new VersionKey(journeyId, 0).bytes().get();
    return Bytes.wrap(Arrays.copyOf(first, first.length - Integer.BYTES));
  }

  static VersionKey read(Bytes key) {
    ByteBuffer bytes = ByteBuffer.wrap(key.get());
    int end = bytes.limit() - Integer.BYTES;
    return new VersionKey(
        new String(bytes.array(), 1, end - 2, StandardCharsets.UTF_8), bytes.getInt(end));
  }
}
