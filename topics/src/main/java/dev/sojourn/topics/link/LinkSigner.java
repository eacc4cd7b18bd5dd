package dev.sojourn.topics.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs links and verifies them. Links never expire: emails are kept for years, and their
 * unsubscribe link must keep working. Thread-safe.
 *
 * <p>A token is base64url of its payload followed by the first half of its HMAC-SHA256 (RFC 2104,
 * 5), which keeps links short. Exactly one text is valid for each token. Hand-written, since a JWT
 * with its header and field names would be twice as long.
 */
public final class LinkSigner {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAC_BYTES = 16;

  /** Longer than any that we write. */
  private static final int LONGEST = 16 * 1024;

  /** As slow as a start-up allows: some hundred milliseconds. */
  private static final int ITERATIONS = 200_000;

  private static final int KEY_BITS = 256;

  /**
   * Not random, since all nodes must derive the same key; separates it from other keys derived from
   * the same secret.
   */
  private static final byte[] SALT = "sojourn links".getBytes(StandardCharsets.UTF_8);

  private final SecretKeySpec key;

  private LinkSigner(SecretKeySpec key) {
    this.key = key;
  }

  /**
   * The key of an installation.
   *
   * @throws IllegalArgumentException when the secret is blank
   */
  public static LinkSigner of(String secret) {
    refuseBlank(secret);
    return new LinkSigner(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
  }

  /**
   * Derives a key by PBKDF2 (RFC 8018, 5.2) from a secret that is also used for other purposes.
   * Anybody with one link can test guesses of the secret offline, so each guess must cost as much
   * as this takes.
   *
   * @throws IllegalArgumentException when the secret is blank
   */
  public static LinkSigner stretched(String secret) {
    refuseBlank(secret);
    PBEKeySpec slow = new PBEKeySpec(secret.toCharArray(), SALT, ITERATIONS, KEY_BITS);
    try {
      byte[] made =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(slow).getEncoded();
      return new LinkSigner(new SecretKeySpec(made, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("expected PBKDF2 with SHA-256 on this Java platform", e);
    } finally {
      slow.clearPassword();
    }
  }

  private static void refuseBlank(String secret) {
    if (secret.isBlank()) {
      throw new IllegalArgumentException("expected a secret, found a blank one");
    }
  }

  /** The text of a token: letters, digits, '-' and '_'. */
  public String sign(LinkToken token) {
    byte[] payload = LinkPayload.write(token);
    byte[] signed = Arrays.copyOf(payload, payload.length + MAC_BYTES);
    System.arraycopy(mac(payload), 0, signed, payload.length, MAC_BYTES);
    return text(signed);
  }

  /** The token of a text; empty when it was not signed with this key. */
  public Optional<LinkToken> verify(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    byte[] signed;
    try {
      signed = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    // Base64 has spare bits at its end, through which other texts would decode to the same token.
    if (signed.length <= MAC_BYTES || !text(signed).equals(text)) {
      return Optional.empty();
    }
    byte[] payload = Arrays.copyOf(signed, signed.length - MAC_BYTES);
    byte[] found = Arrays.copyOfRange(signed, payload.length, signed.length);
    // Constant time: the duration must not reveal how much of a guess was right.
    return MessageDigest.isEqual(mac(payload), found)
        ? LinkPayload.read(ByteBuffer.wrap(payload))
        : Optional.empty();
  }

  private static String text(byte[] signed) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
  }

  private byte[] mac(byte[] payload) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(payload), MAC_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("expected HMAC with SHA-256 on every Java platform", e);
    }
  }
}
