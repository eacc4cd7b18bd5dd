package dev.sojourn.http.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Commands;
import dev.sojourn.http.request.FieldErrors;
import dev.sojourn.http.request.Page;
import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.processor.query.Position;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer.ApiKeyChanged;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** API key routes: list, create and revoke. */
final class ApiKeys {

  static final String NOT_FOUND = "API key not found";

  private final ClusterQueries queries;
  private final Commands commands;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  ApiKeys(ClusterQueries queries, Commands commands, InstantSource clock) {
    this.queries = queries;
    this.commands = commands;
    this.clock = clock;
  }

  /** The key itself is only in the response to the first request. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record CreateAnswer(ApiKeyChanged apiKey, @Nullable String key) {}

  /** {@code GET /v1/admin/api-keys}. */
  void list(ApiRequest request) {
    Page page = request.page();
    boolean revokedToo = "true".equals(request.choice("includeRevoked", List.of("true", "false")));
    List<ApiKey> keys =
        queries.registry().apiKeys().stream()
            .filter(key -> revokedToo || key.revokedAt() == null)
            .sorted(Comparator.comparing(ApiKeys::position))
            .toList();
    request.answer(
        200,
        page.answer(
            "apiKeys", page.of(keys, ApiKeys::position).map(ApiKeyChanged::of), keys.size()));
  }

  private static Position position(ApiKey key) {
    return new Position(key.createdAt(), key.id());
  }

  /**
   * {@code POST /v1/admin/api-keys}: responds once every partition, and so every node, has the key.
   */
  void create(ApiRequest request) {
    CreateApiKeyRequest body = request.body(CreateApiKeyRequest.class);
    Instant expiresAt = body.expiresAt();
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      throw RefusedException.invalid(
          FieldErrors.invalid(
              "expiresAt",
              "expected %s, found '%s'".formatted(CreateApiKeyRequest.FUTURE, expiresAt)));
    }
    String commandId = request.commandId();
    BearerKey key = BearerKey.make(commandId, random);
    Command.CreateApiKey create =
        new Command.CreateApiKey(
            key.id(),
            body.name(),
            body.role(),
            body.granted(),
            expiresAt,
            key.hash(),
            request.caller().name());
    request.answerLater(
        commands.run(request, commandId, create, ApiKeyChanged.class),
        created -> request.answer(201, new CreateAnswer(created, counts(key) ? key.text() : null)));
  }

  /** Whether this secret is the stored one. A repeated request generates another, which is void. */
  private boolean counts(BearerKey key) {
    return queries
        .registry()
        .apiKey(key.id())
        .filter(stored -> stored.hash().equals(key.hash()))
        .isPresent();
  }

  /** {@code DELETE /v1/admin/api-keys/{id}}: every node refuses the next request with the key. */
  void revoke(ApiRequest request) {
    String id = request.path("id");
    if (queries.registry().apiKey(id).isEmpty()) {
      throw RefusedException.notFound(NOT_FOUND);
    }
    request.answerLater(
        200,
        commands
            .run(request, new Command.RevokeApiKey(id), ApiKeyChanged.class)
            .thenApply(revoked -> Map.of("revoked", true)));
  }
}
