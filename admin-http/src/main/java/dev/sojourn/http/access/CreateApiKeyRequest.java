package dev.sojourn.http.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.http.request.Expected;
import dev.sojourn.http.request.FieldChecks;
import dev.sojourn.http.request.InvalidFieldException;
import dev.sojourn.journeys.access.ApiKey.Role;
import dev.sojourn.journeys.access.ApiKey.Scope;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Request to create an API key, with a role or scopes.
 *
 * @param scopes names of scopes, null for a key with a role
 * @param expiresAt null for never
 */
record CreateApiKeyRequest(
    @JsonProperty(required = true) String name,
    @Nullable Role role,
    @Expected("a list of strings") @Nullable List<String> scopes,
    @Expected(CreateApiKeyRequest.FUTURE) @Nullable Instant expiresAt) {

  /** What {@code expiresAt} expects. */
  static final String FUTURE = "an ISO-8601 time in the future";

  private static final int MAX_NAME = 100;

  CreateApiKeyRequest {
    FieldChecks.notBlank("name", name);
    if (name.length() > MAX_NAME) {
      throw InvalidFieldException.of("name", "expected 1 to %d characters".formatted(MAX_NAME));
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      // The name appears in the audit log as the caller's.
      throw InvalidFieldException.of("name", "expected a name without control characters");
    }
    if (scopes != null) {
      scopes = scopes.stream().distinct().toList();
      scopes.forEach(CreateApiKeyRequest::scope);
      if (scopes.isEmpty()) {
        throw InvalidFieldException.of(
            "scopes", "expected a list of one string or more, found an empty one");
      }
    }
    if ((role == null) == (scopes == null)) {
      throw InvalidFieldException.ofWhole("expected exactly one of the fields 'role' and 'scopes'");
    }
  }

  /** The scopes, each once; empty for a key with a role. */
  List<Scope> granted() {
    return scopes == null ? List.of() : scopes.stream().map(CreateApiKeyRequest::scope).toList();
  }

  private static Scope scope(String name) {
    return Scope.parse(name)
        .orElseThrow(
            () ->
                InvalidFieldException.of(
                    "scopes", "expected some of %s, found '%s'".formatted(scopeNames(), name)));
  }

  private static String scopeNames() {
    return String.join(", ", Arrays.stream(Scope.values()).map(Scope::json).toList());
  }
}
