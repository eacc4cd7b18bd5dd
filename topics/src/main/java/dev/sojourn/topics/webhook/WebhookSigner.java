package dev.sojourn.topics.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs webhook calls and verifies signatures according to Standard Webhooks
 * (https://github.com/standard-webhooks/standard-webhooks, version 1). Thread-safe.
 *
 * <p>Hand-written, since an HMAC and a comparison are shorter than a dependency.
 */
public final class WebhookSigner {

  /** Header of the message id; the same on each attempt. */
  public static final String ID = "webhook-id";

  /** Header of the time at which this attempt was signed, in seconds since 1970. */
  public static final String TIMESTAMP = "webhook-timestamp";

  /** Header of the signatures; there can be several, of different keys. */
  public static final String SIGNATURE = "webhook-signature";

  private static final String PREFIX = "whsec_";
  private static final String VERSION = "v1,";
  private static final String ALGORITHM = "HmacSHA256";

  /** How old or early a call may be; limits how long an intercepted call can be replayed. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final SecretKeySpec key;

  private WebhookSigner(byte[] secret) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /**
   * Parses a key in the usual form of a secret: {@code whsec_} and base64, or any other text.
   *
   * @throws IllegalArgumentException when it is blank, or no base64 follows the prefix
   */
  public static WebhookSigner parse(String secret) {
    byte[] bytes =
        secret.startsWith(PREFIX)
            ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
            : secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || secret.isBlank()) {
      throw new IllegalArgumentException("expected a secret, found an empty one");
    }
    return new WebhookSigner(bytes);
  }

  /** The value of {@link #TIMESTAMP}. */
  public static String timestamp(Instant at) {
    return String.valueOf(at.getEpochSecond());
  }

  /** The value of {@link #SIGNATURE}. */
  public String signature(String id, Instant at, byte[] body) {
    return VERSION + Base64.getEncoder().encodeToString(mac(id, timestamp(at), body));
  }

  /**
   * Whether the call was signed with this key, and recently. The headers are as received, null when
   * absent.
   *
   * @param now the current time; the signature's may differ by up to five minutes
   */
  public boolean verifies(
      @Nullable String id,
      @Nullable String timestamp,
      @Nullable String signatures,
      byte[] body,
      Instant now) {
    if (id == null || timestamp == null || signatures == null || !isRecent(timestamp, now)) {
      return false;
    }
    byte[] expected = mac(id, timestamp, body);
    boolean verified = false;
    for (String signature : signatures.split(" ", -1)) {
      verified |= signature.startsWith(VERSION) && isSame(expected, signature);
    }
    return verified;
  }

  private static boolean isRecent(String timestamp, Instant now) {
    if (!timestamp.matches("[0-9]{1,11}")) {
      return false;
    }
    Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return Duration.between(at, now).abs().compareTo(TOLERANCE) <= 0;
  }

  private static boolean isSame(byte[] expected, String signature) {
    try {
      byte[] found = Base64.getDecoder().decode(signature.substring(VERSION.length()));
      // Constant time: the duration must not reveal how much of a guess was right.
      return MessageDigest.isEqual(expected, found);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private byte[] mac(String id, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("expected HMAC with SHA-256 on every Java platform", e);
    }
  }
}
