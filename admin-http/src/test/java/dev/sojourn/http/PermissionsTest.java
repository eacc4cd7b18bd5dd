package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.http.access.BearerKey;
import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.journeys.access.ApiKey.Role;
import dev.sojourn.journeys.access.ApiKey.Scope;
import dev.sojourn.topics.command.Actor;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the keys of the registry may do. */
class PermissionsTest {

  private static final String JOURNEY = "/v1/admin/journeys/activation-welcome";

  private final TestServer server = TestServer.start();
  private final BearerKey key = BearerKey.make("made", new SecureRandom());

  @BeforeEach
  void givenAJourney() {
    server.cluster.publish(Given.WELCOME);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** A role or a scope, by its name. */
  private void givenKey(String what, @Nullable Instant expiresAt, @Nullable Instant revokedAt) {
    ApiKey stored =
        new ApiKey(
            key.id(),
            "ops",
            Role.parse(what).orElse(null),
            Scope.parse(what).map(List::of).orElse(List.of()),
            key.hash(),
            Given.NOW,
            "admin",
            expiresAt,
            revokedAt);
    server.cluster.publish(stored);
  }

  private void givenKey(String what) {
    givenKey(what, null, null);
  }

  private Reply with(String offered, String method, String path, @Nullable String body) {
    return server.bare(
        method,
        path,
        body,
        "Authorization",
        "Bearer " + offered,
        "Content-Type",
        "application/json");
  }

  private Reply call(String right) {
    return switch (right) {
      case "read" -> with(key.text(), "GET", JOURNEY, null);
      case "operate" -> with(key.text(), "PATCH", JOURNEY, "{\"enabled\":true}");
      case "admin" -> with(key.text(), "GET", "/v1/admin/api-keys", null);
      case "ingest" ->
          with(key.text(), "POST", "/v1/events", "{\"name\":\"a\",\"userId\":\"ada\"}");
      default -> with(key.text(), "POST", "/internal/query", "{}");
    };
  }

  @ParameterizedTest
  @CsvSource({
    "admin,         read operate admin ingest",
    "editor,        read operate",
    "viewer,        read",
    "read,          read",
    "journey-admin, read operate",
    "ingest,        ingest"
  })
  void shouldLetEachRoleAndScopeDoWhatItMayAndNothingElse(String what, String rights) {
    givenKey(what);

    for (String right : List.of("read", "operate", "admin", "ingest", "node")) {
      Reply reply = call(right);
      if (List.of(rights.split(" ")).contains(right)) {
        assertThat(reply.status()).as(right).isBetween(200, 299);
      } else {
        assertThat(reply.status()).as(right).isEqualTo(403);
        assertThat(reply.error())
            .isEqualTo("Forbidden: this key may not do this, it lacks the right '" + right + "'");
      }
    }
  }

  @Test
  void shouldAddUpTheScopesOfAKey() {
    server.cluster.publish(
        new ApiKey(
            key.id(),
            "app",
            null,
            List.of(Scope.READ, Scope.INGEST),
            key.hash(),
            Given.NOW,
            "admin",
            null,
            null));

    assertThat(call("read").status()).isEqualTo(200);
    assertThat(call("ingest").status()).isEqualTo(202);
    assertThat(call("operate").status()).isEqualTo(403);
  }

  @Test
  void shouldTellTheEngineWhoCalled() {
    givenKey("editor");

    call("operate");
    server.call("PATCH", JOURNEY, "{\"enabled\":true}");

    assertThat(server.log.actors)
        .containsExactly(
            new Actor("ops", key.id(), "127.0.0.1"), new Actor("admin", null, "127.0.0.1"));
  }

  @Test
  void shouldRefuseAKeyThatWasRevokedOrHasExpired() {
    givenKey("admin", null, Given.NOW);
    assertThat(call("read").status()).isEqualTo(401);

    givenKey("admin", Given.NOW, null);
    assertThat(call("read").status()).isEqualTo(401);

    givenKey("admin", Given.NOW.plusMillis(1), null);
    assertThat(call("read").status()).isEqualTo(200);
  }

  @Test
  void shouldRefuseAnotherSecretUnderAKnownIdAndAKnownSecretUnderAnotherId() {
    givenKey("admin");
    BearerKey other = BearerKey.make("made", new SecureRandom());

    assertThat(other.id()).isEqualTo(key.id());
    assertThat(other.secret()).isNotEqualTo(key.secret()).hasSize(43);
    assertThat(with(other.text(), "GET", JOURNEY, null).status()).isEqualTo(401);
    assertThat(
            with(new BearerKey("0".repeat(16), key.secret()).text(), "GET", JOURNEY, null).status())
        .isEqualTo(401);
    assertThat(with(key.hash(), "GET", JOURNEY, null).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sj_", "sj__", "sj_x_y", "SJ_%s_%s", "sj_%s_%sx", " sj_%s_", "%s%s"})
  void shouldRefuseWhatHasNotTheFormOfAKeyWithoutLookingForIt(String form) {
    server.engine.dropAll();

    Reply reply = with(form.formatted(key.id(), key.secret()), "GET", JOURNEY, null);

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text()).isEqualTo("{\"error\":\"Unauthorized\"}");
    assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void shouldAskToComeAgainWhileKeysCannotBeLookedUpAndLetTheEnvironmentsIn() {
    server.engine.dropAll();
    String event = "{\"name\":\"a\",\"userId\":\"ada\"}";

    Reply registered = with(key.text(), "POST", "/v1/events", event);
    Reply environment = server.post("/v1/events", event);

    assertThat(registered.status()).isEqualTo(503);
    assertThat(registered.header("Retry-After")).isEqualTo("1");
    assertThat(environment.status()).isEqualTo(202);
  }

  @Test
  void shouldPrintNeitherSecretNorHash() {
    assertThat(key.toString()).doesNotContain(key.secret()).doesNotContain(key.hash());
  }
}
