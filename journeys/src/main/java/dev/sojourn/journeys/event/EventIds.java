package dev.sojourn.journeys.event;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * Ids of events: UUIDv8 (RFC 9562) of 32 bits of the user's hash, then SHA-256 of the user and the
 * producer's key. The hash first, so that a person's events lie together and any node knows the
 * owner; derived, so that a repeat has the same id.
 */
public final class EventIds {

  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private EventIds() {}

  /**
   * The id of an event.
   *
   * @param userHash murmur2 of the user id
   * @param key the producer's uuid or idempotency key, or the place in the log when there is
   *     neither
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

  /** Reads an id, empty when the text is none of ours. */
  @SuppressWarnings("EmptyCatch") // a text that is no UUID is an answer here, not an accident
  public static Optional<UUID> parse(String text) {
    try {
      UUID value = UUID.fromString(text);
      // Java reads shorter groups as well; an id has one spelling, so that it is one key.
      boolean ours =
          value.toString().equalsIgnoreCase(text) && value.version() == 8 && value.variant() == 2;
      return ours ? Optional.of(value) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The hash of the user whose event this is. */
  public static int userHash(UUID eventId) {
    return (int) (eventId.getMostSignificantBits() >>> 32);
  }
}
