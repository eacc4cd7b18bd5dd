package dev.sojourn.processor.row;

import dev.sojourn.topics.json.PlainJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Packs a row's value: small numbers take one byte, and no field names are written. */
final class Packer {

  private byte[] bytes = new byte[256];
  private int size;

  Packer raw(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /** A number that is small most of the time, zero or more. */
  Packer number(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      raw((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    return raw((int) rest);
  }

  Packer flag(boolean value) {
    return raw(value ? 1 : 0);
  }

  Packer text(String value) {
    return block(value.getBytes(StandardCharsets.UTF_8));
  }

  Packer optionalText(@Nullable String value) {
    return value == null ? flag(false) : flag(true).text(value);
  }

  /** Milliseconds are all that is kept of a time. */
  Packer time(Instant value) {
    return number(value.toEpochMilli());
  }

  Packer optionalTime(@Nullable Instant value) {
    return value == null ? flag(false) : flag(true).time(value);
  }

  /** An object of any shape, as JSON; an empty one costs a byte. */
  Packer object(Map<String, Object> value) {
    return value.isEmpty() ? number(0) : block(PlainJson.bytes(value));
  }

  Packer block(byte[] value) {
    number(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  Packer fixed(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      raw((int) (value >>> shift));
    }
    return this;
  }

  int size() {
    return size;
  }

  byte[] done() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
