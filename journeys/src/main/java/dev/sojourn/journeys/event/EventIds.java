package dev.sojourn.journeys.event;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * Event ids: UUIDv8 (RFC 9562) of 32 bits of the user's hash, then SHA-256 of the user and the
 * producer's key. The hash comes first, so that a person's events are adjacent and any node can
 * tell the owner; the id is derived, so that a duplicate has the same id.
 */
public final class EventIds {

  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private EventIds() {}

  /**
   * Derives the id of an event.
   *
   * @param userHash murmur2 of the user id
   * @param key the producer's uuid or idempotency key, or the event's position in the log when
   *     there is neither
   */
  public static UUID derive(int userHash, String userId, String key) {
    ByteBuffer digest = Digest.of(userId, key);
    long high = digest.getLong();
    long low = digest.getLong();
    long most =
        ((userHash & 0xFFFF_FFFFL) << 32)
            | ((high >>> 32) & 0xFFFF_0000L)
            | VERSION_8
            | (high & 0xFFFL);
    return new UUID(most, VARIANT | (low >>> 2));
  }

  /** Parses an id, empty when the text is not a valid event id. */
  @SuppressWarnings("EmptyCatch") // an invalid UUID is an expected input, reported as empty
  public static Optional<UUID> parse(String text) {
    try {
      UUID value = UUID.fromString(text);
      // Java also accepts shorter groups; an id has one spelling, so that it is one key.
      boolean ours =
          value.toString().equalsIgnoreCase(text) && value.version() == 8 && value.variant() == 2;
      return ours ? Optional.of(value) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The user hash contained in an event id. */
  public static int userHash(UUID eventId) {
    return (int) (eventId.getMostSignificantBits() >>> 32);
  }
}
