package dev.sojourn.http.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Commands;
import dev.sojourn.http.request.Page;
import dev.sojourn.http.request.RequestFields;
import dev.sojourn.http.request.Times;
import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.journeys.access.ApiKey.Role;
import dev.sojourn.journeys.access.ApiKey.Scope;
import dev.sojourn.processor.query.Position;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer.ApiKeyChanged;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** API key routes: list, create and revoke. */
final class ApiKeys {

  static final String NOT_FOUND = "API key not found";
  private static final int MAX_NAME = 100;

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
    RequestFields body =
        RequestFields.of(
            request.json(ApiRequest.MAX_BODY), "", Set.of("name", "role", "scopes", "expiresAt"));
    String name = name(body);
    Role role = role(body);
    List<Scope> scopes = scopes(body);
    if ((role == null) == scopes.isEmpty()) {
      throw RefusedException.invalid("expected exactly one of the fields 'role' and 'scopes'");
    }
    Instant expiresAt = expiresAt(body);
    String commandId = request.commandId();
    BearerKey key = BearerKey.make(commandId, random);
    Command.CreateApiKey create =
        new Command.CreateApiKey(
            key.id(), name, role, scopes, expiresAt, key.hash(), request.caller().name());
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

  private static String name(RequestFields body) {
    String name = body.text("name");
    if (name.length() > MAX_NAME) {
      throw body.invalid("name", "expected 1 to %d characters".formatted(MAX_NAME));
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      // The name appears in the audit log as the caller's.
      throw body.invalid("name", "expected a name without control characters");
    }
    return name;
  }

  private static @Nullable Role role(RequestFields body) {
    String text = body.optionalText("role");
    return text == null
        ? null
        : Role.parse(text)
            .orElseThrow(
                () ->
                    body.invalid(
                        "role",
                        "expected one of %s, found '%s'"
                            .formatted(names(Role.values(), Role::json), text)));
  }

  private static List<Scope> scopes(RequestFields body) {
    List<Scope> scopes = new ArrayList<>();
    for (String text : body.optionalTexts("scopes")) {
      scopes.add(
          Scope.parse(text)
              .orElseThrow(
                  () ->
                      body.invalid(
                          "scopes",
                          "expected some of %s, found '%s'"
                              .formatted(names(Scope.values(), Scope::json), text))));
    }
    return scopes.stream().distinct().toList();
  }

  private static <T> String names(T[] values, Function<T, String> name) {
    return String.join(", ", Arrays.stream(values).map(name).toList());
  }

  private @Nullable Instant expiresAt(RequestFields body) {
    String text = body.optionalText("expiresAt");
    if (text == null) {
      return null;
    }
    return Times.parse(text)
        .filter(time -> time.isAfter(clock.instant()))
        .orElseThrow(
            () ->
                body.invalid(
                    "expiresAt",
                    "expected an ISO-8601 time in the future, found '%s'".formatted(text)));
  }
}
