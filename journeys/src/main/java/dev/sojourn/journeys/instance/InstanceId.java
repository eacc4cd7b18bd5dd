package dev.sojourn.journeys.instance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sojourn.journeys.event.Digest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Instance id: UUIDv8 (RFC 9562) of 48 bits of creation time in ms, 32 bits of the user's hash, 42
 * bits of SHA-256(journey, user, event). It sorts by time, is the same on any replay, and lets any
 * node determine the owner.
 */
public record InstanceId(UUID value) implements Comparable<InstanceId> {

  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long LOW_42 = (1L << 42) - 1;
  private static final long LOW_20 = (1L << 20) - 1;

  public InstanceId {
    if (value.version() != 8 || value.variant() != 2) {
      throw new IllegalArgumentException("expected a UUIDv8, found '%s'".formatted(value));
    }
  }

  /**
   * Derives the id of the instance that an event creates.
   *
   * @param createdAt append time of the trigger
   * @param userHash murmur2 of the user id
   */
  public static InstanceId derive(
      Instant createdAt, int userHash, String journeyId, String userId, UUID eventId) {
    long digest = Digest.of(journeyId, userId, eventId.toString()).getLong();
    return of(createdAt.toEpochMilli(), userHash, digest >>> 22);
  }

  /** Composes an id from its parts. */
  public static InstanceId of(long createdMs, int userHash, long rest) {
    long hash = userHash & 0xFFFF_FFFFL;
    long most = (createdMs << 16) | VERSION_8 | (hash >>> 20);
    long least = VARIANT | ((hash & LOW_20) << 42) | (rest & LOW_42);
    return new InstanceId(new UUID(most, least));
  }

  /** Parses an id, empty when the text is not a valid instance id. */
  @SuppressWarnings("EmptyCatch") // an invalid UUID is an expected input, reported as empty
  public static Optional<InstanceId> parse(String text) {
    if (text.length() != 36) {
      return Optional.empty();
    }
    try {
      UUID value = UUID.fromString(text);
      // Java also accepts shorter groups; an id has one spelling, so that it is one key.
      boolean canonical = value.toString().equalsIgnoreCase(text);
      return canonical && value.version() == 8 && value.variant() == 2
          ? Optional.of(new InstanceId(value))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @JsonCreator
  static InstanceId read(String text) {
    return parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected an instance id, found '%s'".formatted(text)));
  }

  public long createdMs() {
    return value.getMostSignificantBits() >>> 16;
  }

  public int userHash() {
    long high = value.getMostSignificantBits() & 0xFFF;
    long low = (value.getLeastSignificantBits() >>> 42) & LOW_20;
    return (int) ((high << 20) | low);
  }

  /** The 42 bits that distinguish instances of one person in one millisecond. */
  public long rest() {
    return value.getLeastSignificantBits() & LOW_42;
  }

  /** 16 bytes: hash, creation time, rest. In this order a person's instances are adjacent. */
  public void writeByPerson(ByteBuffer into) {
    into.putInt(userHash());
    putCreated(into, createdMs());
    putCreated(into, rest());
  }

  /** Reads what {@link #writeByPerson} wrote. */
  public static InstanceId readByPerson(ByteBuffer from) {
    int hash = from.getInt();
    long created = getCreated(from);
    return of(created, hash, getCreated(from));
  }

  private static void putCreated(ByteBuffer into, long value) {
    into.putShort((short) (value >>> 32)).putInt((int) value);
  }

  private static long getCreated(ByteBuffer from) {
    long high = from.getShort() & 0xFFFFL;
    return (high << 32) | (from.getInt() & 0xFFFF_FFFFL);
  }

  @Override
  public int compareTo(InstanceId other) {
    int most =
        Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
    return most != 0
        ? most
        : Long.compareUnsigned(
            value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
  }

  @Override
  @JsonValue
  public String toString() {
    return value.toString();
  }
}
