package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.journeys.access.ApiKey.Role;
import dev.sojourn.journeys.access.ApiKey.Scope;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.CommandCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeysTest {

  private static final String KEYS = "/v1/admin/api-keys";

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private void givenKey(String id, Instant createdAt, @Nullable Instant revokedAt) {
    server.cluster.publish(
        new ApiKey(
            id,
            "key " + id,
            null,
            List.of(Scope.JOURNEY_ADMIN),
            "#" + id,
            createdAt,
            "admin",
            null,
            revokedAt));
  }

  @Test
  void shouldShowANewKeyOnce() {
    Reply reply = server.post(KEYS, "{\"name\": \"ops\", \"role\": \"editor\"}");

    assertThat(reply.status()).isEqualTo(201);
    JsonNode key = reply.json().path("apiKey");
    String id = key.path("id").asText();
    assertThat(reply.text())
        .isEqualTo(
            """
            {"apiKey":{"id":"%s","name":"ops","role":"editor","scopes":[],"prefix":"%s",\
            "createdAt":"2026-01-15T10:30:00.000Z","createdBy":"admin","expiresAt":null,\
            "revokedAt":null},"key":"%s"}"""
                .formatted(id, id.substring(0, 8), reply.json().path("key").asText()));
    assertThat(reply.json().path("key").asText()).matches("sj_" + id + "_[A-Za-z0-9_-]{43}");
    assertThat(server.get(KEYS).text()).doesNotContain("\"key\"", "hash");
  }

  @Test
  void shouldLetTheNewKeyIn() {
    String key =
        server.post(KEYS, "{\"name\": \"ops\", \"role\": \"viewer\"}").json().path("key").asText();

    Reply reply = server.bare("GET", "/v1/admin/journeys", null, "Authorization", "Bearer " + key);

    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void shouldNotShowTheKeyAgainWhenTheRequestIsRepeated() {
    String body = "{\"name\": \"ops\", \"scopes\": [\"ingest\", \"read\", \"ingest\"]}";

    JsonNode first = server.post(KEYS, body, "Idempotency-Key", "k").json();
    Reply repeat = server.post(KEYS, body, "Idempotency-Key", "k");

    assertThat(repeat.status()).isEqualTo(201);
    assertThat(repeat.json().path("apiKey")).isEqualTo(first.path("apiKey"));
    assertThat(repeat.json().has("key")).isFalse();
    assertThat(first.path("apiKey").path("scopes").toString()).isEqualTo("[\"ingest\",\"read\"]");
  }

  @Test
  void shouldGiveTheEngineTheHashAlone() {
    String key =
        server.post(KEYS, "{\"name\": \"ops\", \"role\": \"admin\"}").json().path("key").asText();

    Command command = server.log.given.get(0).command();
    String record = new String(CommandCodec.encode(command), StandardCharsets.UTF_8);
    assertThat(record).doesNotContain(key.substring(key.lastIndexOf('_', 25) + 1));
    assertThat(((Command.CreateApiKey) command).hash()).matches("[0-9a-f]{64}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                      | expected a string, found nothing for field 'name'",
        "{'name':' ','role':'admin'}                             | expected a string that is not blank for field 'name'",
        "{'name':'a'}                                            | expected exactly one of the fields 'role' and 'scopes'",
        "{'name':'a','role':'admin','scopes':['read']}           | expected exactly one of the fields 'role' and 'scopes'",
        "{'name':'a','role':'king'}                              | expected one of admin, editor, viewer, found 'king' for field 'role'",
        "{'name':'a','scopes':['all']}                           | expected some of read, journey-admin, ingest, found 'all' for field 'scopes'",
        "{'name':'a','scopes':[]}                                | expected a list of one string or more, found an empty one for field 'scopes'",
        "{'name':'a','scopes':[1]}                               | expected a list of strings, found the number 1 for field 'scopes'",
        "{'name':'a','role':'admin','expiresAt':'soon'}          | expected an ISO-8601 time in the future, found 'soon' for field 'expiresAt'",
        "{'name':'a','role':'admin','expiresAt':'2026-01-15T10:30:00Z'} | expected an ISO-8601 time in the future, found '2026-01-15T10:30:00Z' for field 'expiresAt'",
        "{'name':'a','role':'admin','hash':'x'}                  | unknown field 'hash', expected expiresAt, name, role, scopes"
      },
      quoteCharacter = '"')
  void shouldRefuseAKeyThatIsNotWellAskedFor(String body, String error) {
    Reply reply = server.post(KEYS, body.replace('\'', '"'));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).isEqualTo(error);
    assertThat(server.log.given).isEmpty();
  }

  @Test
  void shouldTakeNamesOfUpToAHundredCharacters() {
    String body = "{\"name\": \"%s\", \"role\": \"admin\"}";

    assertThat(server.post(KEYS, body.formatted("x".repeat(100))).status()).isEqualTo(201);
    assertThat(server.post(KEYS, body.formatted("x".repeat(101))).status()).isEqualTo(400);
  }

  @Test
  void shouldListKeysNewestFirstAndRevokedOnesOnRequest() {
    givenKey("aa", Given.NOW, null);
    givenKey("bb", Given.NOW.plusSeconds(1), null);
    givenKey("cc", Given.NOW.plusSeconds(2), Given.NOW.plusSeconds(3));

    JsonNode live = server.get(KEYS + "?limit=1").json();
    JsonNode all = server.get(KEYS + "?includeRevoked=true").json();

    assertThat(live.path("apiKeys").findValuesAsText("id")).containsExactly("bb");
    assertThat(live.path("total").asInt()).isEqualTo(2);
    assertThat(all.path("apiKeys").findValuesAsText("id")).containsExactly("cc", "bb", "aa");
    assertThat(all.path("apiKeys").path(0).path("revokedAt").asText())
        .isEqualTo("2026-01-15T10:30:03.000Z");
    assertThat(all.toString()).doesNotContain("#aa");
    assertThat(server.get(KEYS + "?includeRevoked=maybe").status()).isEqualTo(400);
  }

  @Test
  void shouldRevokeAKeyThroughTheEngine() {
    String id = create();

    Reply reply = server.call("DELETE", KEYS + "/" + id, null);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{\"revoked\":true}");
    assertThat(server.log.given.get(1).command()).isEqualTo(new Command.RevokeApiKey(id));
    assertThat(server.get(KEYS).json().path("total").asInt()).isZero();
  }

  private String create() {
    return server
        .post(KEYS, "{\"name\": \"ops\", \"role\": \"admin\"}")
        .json()
        .at("/apiKey/id")
        .asText();
  }

  @Test
  void shouldTellAnUnknownKeyFromOneThatWasRevokedBefore() {
    String id = create();
    server.call("DELETE", KEYS + "/" + id, null);

    Reply unknown = server.call("DELETE", KEYS + "/no", null);
    Reply again = server.call("DELETE", KEYS + "/" + id, null);

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.error()).isEqualTo("API key not found");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.error()).isEqualTo("API key is revoked already");
  }

  @Test
  void shouldAnswerWithoutARoleWhenAKeyHasScopes() {
    JsonNode key =
        server.post(KEYS, "{\"name\": \"app\", \"scopes\": [\"ingest\"]}").json().path("apiKey");

    assertThat(key.path("role").isNull()).isTrue();
    assertThat(Role.parse("ingest")).isEmpty();
  }
}
