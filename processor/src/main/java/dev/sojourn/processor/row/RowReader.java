package dev.sojourn.processor.row;

import dev.sojourn.topics.json.JsonValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link RowWriter} wrote, in the same order. */
public final class RowReader {

  private final byte[] bytes;
  private int at;

  public RowReader(byte[] bytes) {
    this.bytes = bytes;
  }

  public int raw() {
    return bytes[at++];
  }

  public long number() {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  public int integer() {
    return (int) number();
  }

  public boolean flag() {
    return bytes[at++] != 0;
  }

  public String text() {
    int length = integer();
    String value = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return value;
  }

  public @Nullable String optionalText() {
    return flag() ? text() : null;
  }

  public Instant time() {
    return Instant.ofEpochMilli(number());
  }

  public @Nullable Instant optionalTime() {
    return flag() ? time() : null;
  }

  public Map<String, Object> object() {
    int length = integer();
    if (length == 0) {
      return Map.of();
    }
    try {
      Map<String, Object> value = JsonValues.object(bytes, at, length);
      at += length;
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException("expected an object in a row", e);
    }
  }

  public long fixed() {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = (value << 8) | (bytes[at++] & 0xFF);
    }
    return value;
  }

  /** Reads the version of a row that exists in several versions. */
  public int expectOneOf(int first, int last, String what) {
    int found = raw();
    if (found < first || found > last) {
      throw new IllegalStateException(
          "expected version %d to %d of %s row, found %d".formatted(first, last, what, found));
    }
    return found;
  }

  /** Rejects a row that another release wrote in a different format. */
  public RowReader expect(int version, String what) {
    int found = raw();
    if (found != version) {
      throw new IllegalStateException(
          "expected version %d of a %s row, found %d".formatted(version, what, found));
    }
    return this;
  }
}
