package dev.sojourn.journeys.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sojourn.journeys.kind.RegistryKind;
import dev.sojourn.journeys.kind.RegistryValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An API key. Only its hash is stored, never the secret that callers present.
 *
 * @param name display name, not unique
 * @param role null for a key that has scopes
 * @param scopes empty for a key that has a role
 * @param hash SHA-256 of the whole key, in hex
 * @param createdBy name of the actor who requested it
 * @param expiresAt the first moment at which the key is no longer valid, null for never
 * @param revokedAt null unless the key was revoked
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
    @Nullable Instant revokedAt)
    implements RegistryValue<ApiKey> {

  /** By id; a revoked key is kept, to be distinguished from one that never existed. */
  public static final RegistryKind<ApiKey> KIND =
      RegistryKind.of("api_key", ApiKey.class, ApiKey::id).under("key").inMember("apiKey");

  private static final int PREFIX = 8;

  /** Role of a key held by a person. */
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

  /** Permission of a key held by a program. */
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

  @Override
  public RegistryKind<ApiKey> kind() {
    return KIND;
  }

  /** Display prefix: the first characters after the prefix that all keys share. */
  public String prefix() {
    return id.length() <= PREFIX ? id : id.substring(0, PREFIX);
  }

  /** Whether the key is valid at this time. */
  public boolean isLive(Instant now) {
    return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
  }

  public ApiKey revoked(Instant at) {
    return new ApiKey(id, name, role, scopes, hash, createdAt, createdBy, expiresAt, at);
  }

  /** Omits the hash, so that a log line cannot leak it. */
  @Override
  public String toString() {
    return "ApiKey[id=%s, name=%s, role=%s, scopes=%s]".formatted(id, name, role, scopes);
  }
}
