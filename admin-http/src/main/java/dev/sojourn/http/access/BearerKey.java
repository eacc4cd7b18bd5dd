package dev.sojourn.http.access;

import dev.sojourn.journeys.event.Digest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as a caller sends it: {@code sj_<id>_<secret>}. The id is no secret and finds the key in
 * the registry, where its hash stands and nothing else of it.
 *
 * @param id 16 hex digits
 * @param secret 32 random bytes in 43 characters
 */
public record BearerKey(String id, String secret) {

  private static final Pattern FORM = Pattern.compile("sj_([0-9a-f]{16})_([A-Za-z0-9_-]{43})");
  private static final int ID_BYTES = 8;
  private static final int SECRET_BYTES = 32;

  /**
   * A new key.
   *
   * @param commandId decides the id, so that a repeat of the request is about the same key
   */
  public static BearerKey make(String commandId, SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new BearerKey(
        HexFormat.of().formatHex(Digest.of("api-key", commandId).array(), 0, ID_BYTES),
        Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Empty when it cannot be a key of the registry. */
  static Optional<BearerKey> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new BearerKey(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** What its owner is told once. */
  public String text() {
    return "sj_%s_%s".formatted(id, secret);
  }

  /** What is stored of it, in hex. A secret of this length needs no salt. */
  public String hash() {
    return HexFormat.of().formatHex(Secret.digest(text()));
  }

  /** Without the secret, so that a log line cannot give it away. */
  @Override
  public String toString() {
    return "BearerKey[id=%s]".formatted(id);
  }
}
