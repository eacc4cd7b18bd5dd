package dev.sojourn.http.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Secret that callers must present. Compared by digest and in constant time, so that timing reveals
 * neither its content nor its length.
 */
public final class Secret {

  private final byte[] digest;

  public Secret(String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("expected a secret, found a blank one");
    }
    this.digest = digest(value);
  }

  public boolean matches(@Nullable String offered) {
    return offered != null && MessageDigest.isEqual(digest, digest(offered));
  }

  static byte[] digest(String value) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected SHA-256 on every Java platform", e);
    }
  }
}
