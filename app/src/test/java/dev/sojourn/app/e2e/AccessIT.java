package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.encoded;
import static dev.sojourn.app.e2e.LiveSojourn.eventually;
import static dev.sojourn.app.e2e.LiveSojourn.list;
import static dev.sojourn.app.e2e.LiveSojourn.texts;
import static dev.sojourn.app.e2e.TestJourneys.sleeping;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.topics.topic.Topics;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may do what, and who did. */
@ExtendWith(OneSojourn.class)
final class AccessIT {

  private static final String KEYS = "/v1/admin/api-keys";
  private static final String JOURNEY = "/v1/admin/journeys/guarded";
  private static final String ON = "{\"enabled\": true}";

  private final LiveSojourn sojourn;

  AccessIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  @BeforeAll
  static void givenAJourney(LiveSojourn sojourn) {
    sojourn.journey(sleeping("guarded", "guarded", "\"entryLimit\": \"once\","));
  }

  /** A key as its owner has it, and what everybody may know of it. */
  private record Key(String id, String text) {

    String secret() {
      return text.substring("sj_".length() + id.length() + 1);
    }
  }

  private Key key(String name, String rights) {
    JsonNode made =
        sojourn.post(KEYS, "{\"name\": \"%s\", %s}".formatted(name, rights)).expect(201);
    return new Key(made.at("/apiKey/id").asText(), made.get("key").asText());
  }

  private Http as(Key key) {
    return new Http(sojourn.port(), key.text());
  }

  private static String event(String userId) {
    return "{\"userId\": \"%s\", \"name\": \"guarded\"}".formatted(userId);
  }

  private static String user(String userId) {
    return "{\"userId\": \"%s\", \"userEmail\": \"g@example.com\"}".formatted(userId);
  }

  /** What a key has done, newest first. */
  private List<JsonNode> logs(Key key) {
    return list(sojourn.get("/v1/admin/audit-logs?limit=100&actor=" + key.id()), "logs");
  }

  @Test
  void shouldLetEachKeyDoWhatItMayFromTheFirstRequestOn() {
    // given
    Key viewer = key("a viewer", "\"role\": \"viewer\"");
    Key editor = key("an editor", "\"role\": \"editor\"");
    Key ingest = key("an app", "\"scopes\": [\"ingest\"]");

    // then
    as(viewer).get(JOURNEY).expect(200);
    assertThat(as(viewer).patch(JOURNEY, ON).refused(403)).contains("'operate'");
    assertThat(as(viewer).get(KEYS).refused(403)).contains("'admin'");
    assertThat(as(viewer).post("/v1/events", event("a-1")).refused(403)).contains("'ingest'");

    as(editor).get(JOURNEY).expect(200);
    as(editor).patch(JOURNEY, ON).expect(200);
    assertThat(as(editor).post(KEYS, "{\"name\": \"x\", \"role\": \"admin\"}").refused(403))
        .contains("'admin'");
    assertThat(as(editor).get("/v1/admin/audit-logs").refused(403)).contains("'admin'");

    as(ingest).post("/v1/events", event("a-2")).expect(202);
    as(ingest).post("/v1/events/batch", "[%s]".formatted(event("a-3"))).expect(202);
    assertThat(as(ingest).get(JOURNEY).refused(403)).contains("'read'");

    assertThat(as(editor).post("/internal/query", "{}").refused(403)).contains("'node'");
  }

  @Test
  void shouldRefuseTheVeryNextRequestWithAKeyThatWasRevoked() {
    for (int i = 0; i < 5; i++) {
      // given
      Key key = key("short-lived", "\"role\": \"admin\"");
      as(key).get(KEYS).expect(200);

      // when: by itself, in the end
      Http holder = i == 4 ? as(key) : sojourn.http();
      assertThat(holder.delete(KEYS + "/" + key.id()).expect(200).get("revoked").asBoolean())
          .isTrue();

      // then
      assertThat(as(key).get(JOURNEY).refused(401)).isEqualTo("Unauthorized");
      assertThat(sojourn.delete(KEYS + "/" + key.id()).refused(409))
          .isEqualTo("API key is revoked already");
    }
    assertThat(sojourn.delete(KEYS + "/nobodys").refused(404)).isEqualTo("API key not found");
  }

  @Test
  void shouldListRevokedKeysOnRequestAlone() {
    // given
    Key key = key("listed", "\"scopes\": [\"read\"]");
    sojourn.delete(KEYS + "/" + key.id()).expect(200);

    // then
    assertThat(texts(list(sojourn.get(KEYS + "?limit=100"), "apiKeys"), "id"))
        .doesNotContain(key.id());
    Reply all = sojourn.get(KEYS + "?limit=100&includeRevoked=true");
    assertThat(texts(list(all, "apiKeys"), "id")).contains(key.id());
    assertThat(all.text()).doesNotContain(key.secret());
  }

  @Test
  void shouldRefuseAKeyOnceItHasExpired() {
    Key key =
        key(
            "for a moment",
            "\"role\": \"viewer\", \"expiresAt\": \"%s\"".formatted(Instant.now().plusSeconds(3)));

    as(key).get(JOURNEY).expect(200);
    eventually(() -> as(key).get(JOURNEY).refused(401));
  }

  @Test
  void shouldGiveTheFirstAnswerWithoutTheKeyWhenItIsAskedForAgain() {
    // given
    String id = "keys-" + UUID.randomUUID();
    String body = "{\"name\": \"twice\", \"role\": \"viewer\"}";
    JsonNode first = sojourn.http().post(KEYS, body, id).expect(201);

    // when
    JsonNode repeat = sojourn.http().post(KEYS, body, id).expect(201);
    Reply other = sojourn.http().post(KEYS, body.replace("viewer", "admin"), id);

    // then
    assertThat(repeat.get("apiKey")).isEqualTo(first.get("apiKey"));
    assertThat(repeat.has("key")).isFalse();
    other.refused(409);
    new Http(sojourn.port(), first.get("key").asText()).get(JOURNEY).expect(200);
    assertThat(rowsOf("api-key", first.at("/apiKey/id").asText())).hasSize(1);
  }

  private List<JsonNode> rowsOf(String resource, String id) {
    return list(sojourn.get("/v1/admin/audit-logs?limit=100&resource=" + resource), "logs").stream()
        .filter(row -> row.get("resourceId").asText().equals(id))
        .toList();
  }

  @Test
  void shouldTellWhoDidWhatWithWhatItWasAndWhatItBecame() {
    // given
    Key key = key("the operator", "\"role\": \"admin\"");
    Http operator = as(key);
    sojourn.toggle("guarded", true);
    String person = "person " + UUID.randomUUID();

    // when
    operator.post(JOURNEY + "/enroll", user(person)).expect(202);
    String state = sojourn.awaitState("guarded", person, "waiting").get("id").asText();
    operator.delete(JOURNEY + "/states/" + state).expect(200);
    assertThat(operator.delete(JOURNEY + "/states/" + state).refused(409)).contains("exited");
    operator.put(preferences(person), "{\"suppressed\": true}").expect(200);
    operator.patch(JOURNEY, "{\"enabled\": false}").expect(200);
    operator.patch(JOURNEY, ON).expect(200);
    operator.post(KEYS, "{\"name\": \"made\", \"scopes\": [\"read\"]}").expect(201);

    // then: newest first
    List<JsonNode> logs = logs(key);
    assertThat(texts(logs, "action"))
        .containsExactly(
            "api-key.create",
            "journey.toggle",
            "journey.toggle",
            "contact.preferences",
            "state.cancel",
            "state.cancel",
            "journey.enroll");
    assertThat(texts(logs, "status"))
        .containsExactly("200", "200", "200", "200", "409", "200", "202");
    assertThat(logs)
        .allSatisfy(
            row -> {
              assertThat(row.get("actor").asText()).isEqualTo("the operator");
              assertThat(row.get("actorKeyId").asText()).isEqualTo(key.id());
              assertThat(row.get("ipAddress").asText()).isEqualTo("127.0.0.1");
            });
    assertThat(logs.get(0).get("before").isNull()).isTrue();
    assertThat(logs.get(0).at("/after/name").asText()).isEqualTo("made");
    assertThat(logs.get(0).at("/after/createdBy").asText()).isEqualTo("the operator");
    assertThat(logs.get(2).get("resourceId").asText()).isEqualTo("guarded");
    assertThat(logs.get(2).get("before").toString()).isEqualTo("{\"enabled\":true}");
    assertThat(logs.get(2).get("after").toString()).isEqualTo("{\"enabled\":false}");
    assertThat(logs.get(3).get("resourceId").asText()).isEqualTo(person);
    assertThat(logs.get(3).at("/before/suppressed").asBoolean()).isFalse();
    assertThat(logs.get(3).at("/after/suppressed").asBoolean()).isTrue();
    assertThat(logs.get(4).get("after").isNull()).isTrue();
    assertThat(logs.get(5).get("resourceId").asText()).isEqualTo(state);
    assertThat(logs.get(5).get("before").toString()).isEqualTo("{\"status\":\"waiting\"}");
    assertThat(logs.get(5).get("after").toString()).isEqualTo("{\"status\":\"exited\"}");
    assertThat(logs.get(6).get("resourceId").asText()).isEqualTo("guarded");
    assertThat(logs.get(6).at("/after/stateId").asText()).isEqualTo(state);
  }

  private static String preferences(String person) {
    return "/v1/admin/contacts/%s/preferences".formatted(encoded(person));
  }

  @Test
  void shouldHaveOneRowForAWriteHoweverOftenItIsRepeated() {
    // given
    Key key = key("a stutterer", "\"role\": \"editor\"");
    String person = "stutter-" + UUID.randomUUID();

    // when
    for (int i = 0; i < 3; i++) {
      as(key).post(JOURNEY + "/enroll", user(person), "enrol-" + person).expect(202);
      as(key)
          .post(
              JOURNEY + "/enroll/batch",
              "{\"users\": [%s]}".formatted(user(person)),
              "batch-" + person)
          .expect(200);
      as(key)
          .call(
              "PATCH",
              JOURNEY,
              BodyPublishers.ofString(ON),
              request ->
                  request
                      .header("Content-Type", "application/json")
                      .header("Idempotency-Key", "toggle-" + person))
          .expect(200);
    }

    // then
    assertThat(texts(logs(key), "action"))
        .containsExactlyInAnyOrder("journey.enroll", "journey.enroll", "journey.toggle");
    assertThat(logs(key))
        .extracting(row -> row.at("/after/reason").asText())
        .containsOnlyOnce("already_entered_once");
  }

  @Test
  void shouldNotTakeAnEventFromOutsideForAnEnrolment() {
    // given
    String actor = "{\"name\":\"forged\",\"keyId\":\"forged\",\"address\":\"6.6.6.6\"}";
    String person = "forger-" + UUID.randomUUID();
    String body =
        """
        {"userId": "%s", "name": "guarded", "idempotencyKey": "%s",
         "eventProperties": {"source": "admin", "sojourn-actor": "forged", "sojourn-enrols": "guarded"}}
        """
            .formatted(person, person);

    // when: in the headers of a request, in a field, and through the webhook
    sojourn
        .http()
        .call(
            "POST",
            "/v1/events",
            BodyPublishers.ofString(body),
            request ->
                request
                    .header("Content-Type", "application/json")
                    .header("sojourn-actor", actor)
                    .header("sojourn-enrols", "guarded"))
        .expect(202);
    sojourn
        .post("/v1/events", body.replace("\"name\"", "\"source\": \"admin\", \"name\""))
        .refused(400);
    sojourn
        .webhook(
            """
            {"event": "guarded", "distinct_id": "%s-2", "source": "admin",
             "properties": {"source": "admin"}}
            """
                .formatted(person))
        .expect(200);
    sojourn.awaitState("guarded", person, "waiting");
    sojourn.awaitState("guarded", person + "-2", "waiting");

    // then
    assertThat(sojourn.get("/v1/admin/audit-logs?actor=forged").expect(200).get("total").asInt())
        .isZero();
    assertThat(sojourn.get("/v1/admin/audit-logs?limit=100").text()).doesNotContain(person);
    assertThat(sojourn.topic().everythingIn(Topics.Role.EVENTS))
        .contains(person)
        .doesNotContain("6.6.6.6");
  }

  @Test
  void shouldSayWhatTheFolderHasPublished() {
    List<JsonNode> logs = list(sojourn.get("/v1/admin/audit-logs?actor=folder&limit=100"), "logs");

    assertThat(texts(logs, "action")).contains("template.publish");
    assertThat(logs).allSatisfy(row -> assertThat(row.get("ipAddress").isNull()).isTrue());
  }

  @Test
  void shouldKeepSecretsOutOfTheLogsAndTheTopics() {
    // given
    Key key = key("a secret", "\"role\": \"admin\"");
    as(key).patch(JOURNEY, ON).expect(200);
    sojourn.delete(KEYS + "/" + key.id()).expect(200);

    // then
    String hash = hashOf(key);
    String audit = sojourn.get("/v1/admin/audit-logs?limit=100").text();
    assertThat(audit).contains(key.id()).doesNotContain(key.secret()).doesNotContain(hash);
    for (Topics.Role role : Topics.Role.values()) {
      assertThat(sojourn.topic().everythingIn(role))
          .as(role.name())
          .doesNotContain(key.secret())
          .doesNotContain(Installation.ADMIN_KEY);
    }
    assertThat(sojourn.topic().everythingIn(Topics.Role.CONTROL)).contains("a secret", hash);
    assertThat(sojourn.topic().everythingIn(Topics.Role.RESULTS)).doesNotContain(hash);
  }

  private static String hashOf(Key key) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(EventTopic.bytes(key.text())));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
