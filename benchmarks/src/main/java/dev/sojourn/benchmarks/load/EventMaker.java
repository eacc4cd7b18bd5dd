package dev.sojourn.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * Generator of events of about 450 bytes, shaped like those of PostHog's libraries, and cheap
 * enough that the generator itself is not measured. Not thread-safe.
 */
final class EventMaker {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String PROPERTIES =
      """
      "$current_url":"https://example.org/pricing?plan=pro","$browser":"Firefox",\
      "$browser_version":145,"$os":"Linux","$screen_width":1920,"$screen_height":1080,\
      "$lib":"web","$lib_version":"1.292.0","$session_id":"0198c1b2-7d3e-7a41-9f0e-1c2d3e4f5a6b",\
      "plan":"pro","seats":12,"sentAt":""";

  private final ByteBuffer buffer = ByteBuffer.allocate(2_048);
  private final byte[] beforeId = ascii("{\"uuid\":\"");
  private final byte[] beforeUser;
  private final byte[] beforeTime = ascii("\",\"timestamp\":\"");
  private final byte[] beforeProperties = ascii("\",\"properties\":{" + PROPERTIES);
  private final byte[] beforeEmail = ascii("},\"email\":\"");
  private final byte[] afterEmail = ascii("@example.org\"}");
  private final byte[] end = ascii("}}");
  private final boolean withEmail;
  private final long run = new SecureRandom().nextLong();
  private long counter;
  private long timeOf = -1;
  private byte[] time = new byte[0];

  /**
   * Creates a generator of events of one name.
   *
   * @param withEmail whether each event carries the person's email address, and so changes the
   *     contact
   */
  EventMaker(String event, boolean withEmail) {
    this.beforeUser = ascii("\",\"event\":\"" + event + "\",\"distinct_id\":\"");
    this.withEmail = withEmail;
  }

  /** The user id of a person. */
  static byte[] user(int number) {
    byte[] id = ascii("user-0000000000");
    for (int at = id.length - 1, rest = number; rest > 0; rest /= 10) {
      id[at--] = (byte) ('0' + rest % 10);
    }
    return id;
  }

  /** Creates an event with a new id. */
  byte[] event(byte[] user, long nowMs) {
    buffer.clear();
    buffer.put(beforeId);
    id();
    buffer.put(beforeUser).put(user).put(beforeTime).put(time(nowMs)).put(beforeProperties);
    buffer.put(ascii(Long.toString(nowMs)));
    if (withEmail) {
      buffer.put(beforeEmail).put(user).put(afterEmail);
    } else {
      buffer.put(end);
    }
    byte[] event = new byte[buffer.position()];
    buffer.flip().get(event);
    return event;
  }

  /** Writes a UUID: 8-4-4-4-12 digits. */
  private void id() {
    hex(run, 8);
    buffer.put((byte) '-');
    hex(run >>> 32, 4);
    buffer.put((byte) '-');
    hex(0x7000, 4);
    buffer.put((byte) '-');
    hex(0x8000, 4);
    buffer.put((byte) '-');
    hex(counter++, 12);
  }

  private void hex(long value, int digits) {
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      buffer.put(HEX[(int) (value >>> shift) & 0xF]);
    }
  }

  private byte[] time(long nowMs) {
    if (nowMs != timeOf) {
      timeOf = nowMs;
      time =
          ascii(
              DateTimeFormatter.ISO_INSTANT.format(
                  Instant.ofEpochMilli(nowMs).truncatedTo(ChronoUnit.MILLIS)));
    }
    return time;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
