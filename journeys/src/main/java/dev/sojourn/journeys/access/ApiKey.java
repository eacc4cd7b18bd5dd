package dev.sojourn.journeys.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key that callers of the API may have. What they send is known by its hash alone.
 *
 * @param name for people, not unique
 * @param role null for a key that has scopes
 * @param scopes empty for a key that has a role
 * @param hash of the whole key, SHA-256 in hex
 * @param createdBy who asked for it, by name
 * @param expiresAt the first moment at which it is worth nothing, null for never
 * @param revokedAt null for a key that was not revoked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiKey(
    String id,
    String name,
    @Nullable Role role,
    List<Scope> scopes,
    String hash,
    Instant createdAt,
    String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt) {

  private static final int PREFIX = 8;

  /** What a person may do with it. */
  public enum Role {
    ADMIN,
    EDITOR,
    VIEWER;

    @JsonValue
    public String json() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> parse(String name) {
      return Arrays.stream(values()).filter(role -> role.json().equals(name)).findFirst();
    }
  }

  /** What a program may do with it. */
  public enum Scope {
    READ,
    JOURNEY_ADMIN,
    INGEST;

    @JsonValue
    public String json() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Scope> parse(String name) {
      return Arrays.stream(values()).filter(scope -> scope.json().equals(name)).findFirst();
    }
  }

  public ApiKey {
    scopes = List.copyOf(scopes);
    if ((role == null) == scopes.isEmpty()) {
      throw new IllegalArgumentException(
          "expected a role or scopes for key '%s', found role %s and scopes %s"
              .formatted(id, role, scopes));
    }
  }

  /** What people recognise it by: how it begins, behind the letters that all keys begin with. */
  public String prefix() {
    return id.length() <= PREFIX ? id : id.substring(0, PREFIX);
  }

  /** Whether it is worth anything at this time. */
  public boolean isLive(Instant now) {
    return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
  }

  public ApiKey revoked(Instant at) {
    return new ApiKey(id, name, role, scopes, hash, createdAt, createdBy, expiresAt, at);
  }

  /** Without the hash, so that a log line cannot give it away. */
  @Override
  public String toString() {
    return "ApiKey[id=%s, name=%s, role=%s, scopes=%s]".formatted(id, name, role, scopes);
  }
}
