package dev.sojourn.http.access;

import dev.sojourn.journeys.event.Digest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * API key as a caller sends it: {@code sj_<id>_<secret>}. The id is not secret; it finds the key in
 * the registry, which stores nothing of the secret but its hash.
 *
 * @param id 16 hex digits
 * @param secret 32 random bytes in 43 characters
 */
public record BearerKey(String id, String secret) {

  private static final Pattern FORM = Pattern.compile("sj_([0-9a-f]{16})_([A-Za-z0-9_-]{43})");
  private static final int ID_BYTES = 8;
  private static final int SECRET_BYTES = 32;

  /**
   * Generates a key.
   *
   * @param commandId determines the id, so that a repeat of the request refers to the same key
   */
  public static BearerKey make(String commandId, SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new BearerKey(
        HexFormat.of().formatHex(Digest.of("api-key", commandId).array(), 0, ID_BYTES),
        Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Parses a key; empty when the text cannot be a key of the registry. */
  static Optional<BearerKey> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new BearerKey(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** The full key, which its owner is shown once. */
  public String text() {
    return "sj_%s_%s".formatted(id, secret);
  }

  /** The stored hash, in hex. A secret of this length needs no salt. */
  public String hash() {
    return HexFormat.of().formatHex(Secret.digest(text()));
  }

  /** Omits the secret, so that a log line cannot leak it. */
  @Override
  public String toString() {
    return "BearerKey[id=%s]".formatted(id);
  }
}
