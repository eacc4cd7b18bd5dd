package dev.sojourn.processor.row;

import dev.sojourn.topics.json.JsonValues;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encodes a row's value: small numbers take one byte, and no field names are written. */
public final class RowWriter {

  private byte[] bytes = new byte[256];
  private int size;

  public RowWriter raw(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /** A number of zero or more that is usually small (varint). */
  public RowWriter number(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      raw((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    return raw((int) rest);
  }

  public RowWriter flag(boolean value) {
    return raw(value ? 1 : 0);
  }

  public RowWriter text(String value) {
    return block(value.getBytes(StandardCharsets.UTF_8));
  }

  public RowWriter optionalText(@Nullable String value) {
    return value == null ? flag(false) : flag(true).text(value);
  }

  /** A time, truncated to milliseconds. */
  public RowWriter time(Instant value) {
    return number(value.toEpochMilli());
  }

  public RowWriter optionalTime(@Nullable Instant value) {
    return value == null ? flag(false) : flag(true).time(value);
  }

  /** An arbitrary object, as JSON; an empty one takes one byte. */
  public RowWriter object(Map<String, Object> value) {
    return value.isEmpty() ? number(0) : block(JsonValues.bytes(value));
  }

  RowWriter block(byte[] value) {
    number(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  public RowWriter fixed(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      raw((int) (value >>> shift));
    }
    return this;
  }

  int size() {
    return size;
  }

  public byte[] done() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
