package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.TestJourneys.instant;
import static dev.sojourn.app.e2e.TestJourneys.sleeping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not come in, is told so, and does no harm. */
@ExtendWith(OneSojourn.class)
final class BadRequestIT {

  private static final String JOURNEY = "/v1/admin/journeys/strict";
  private static final String ENROL = JOURNEY + "/enroll";
  private static final String BATCH = JOURNEY + "/enroll/batch";
  private static final String PREFERENCES = "/v1/admin/contacts/strict-1/preferences";
  private static final String EVENTS = "/v1/events";
  private static final String WEBHOOK = "/v1/webhooks/posthog";

  private static final int KIB = 1024;

  private final LiveSojourn sojourn;

  BadRequestIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  @BeforeAll
  static void givenAJourney(LiveSojourn sojourn) {
    sojourn.journey(instant("strict", "strict", "\"entryLimit\": \"unlimited\","));
  }

  @AfterAll
  static void thenANormalEventStillWorks(LiveSojourn sojourn) {
    sojourn.whenEvent("strict-after", "strict");
    assertThat(sojourn.state("strict", "strict-after").get("status").asText())
        .isEqualTo("completed");
    assertThat(sojourn.get(JOURNEY).expect(200).at("/journey/enabled").asBoolean()).isTrue();
    // Of all that was refused, nothing has entered.
    assertThat(sojourn.get(JOURNEY + "/states").expect(200).get("total").asInt()).isEqualTo(1);
  }

  static Stream<Arguments> bodiesThatAreWrong() {
    String user = "\"userId\": \"strict-1\", \"userEmail\": \"s@example.com\"";
    String event = "\"userId\": \"strict-1\", \"name\": \"strict\"";
    return Stream.of(
        // Malformed, or of another type altogether.
        arguments("PATCH", JOURNEY, "", "nothing"),
        arguments("PATCH", JOURNEY, "{", "malformed JSON"),
        arguments("PATCH", JOURNEY, "{\"enabled\": true} {}", "malformed JSON"),
        arguments("PATCH", JOURNEY, "{\"enabled\": true, \"enabled\": false}", "malformed JSON"),
        arguments("PATCH", JOURNEY, "[]", "expected an object"),
        arguments("PATCH", JOURNEY, "null", "expected an object"),
        arguments(
            "PATCH", JOURNEY, "{\"a\":".repeat(200) + "1" + "}".repeat(200), "malformed JSON"),
        arguments("POST", ENROL, "nope", "malformed JSON"),
        arguments("POST", BATCH, "{\"users\": [", "malformed JSON"),
        arguments("PUT", PREFERENCES, "{\"suppressed\": tru}", "malformed JSON"),
        arguments("POST", EVENTS, "{\"userId\": \"x", "malformed JSON"),
        arguments("POST", EVENTS + "/batch", "[{]", "malformed JSON"),
        arguments("POST", WEBHOOK, "{\"event\":", "malformed JSON"),
        // The switch.
        arguments("PATCH", JOURNEY, "{}", "'enabled'"),
        arguments("PATCH", JOURNEY, "{\"enabled\": null}", "'enabled'"),
        arguments("PATCH", JOURNEY, "{\"enabled\": \"false\"}", "'enabled'"),
        arguments("PATCH", JOURNEY, "{\"enabled\": 0}", "'enabled'"),
        arguments("PATCH", JOURNEY, "{\"enabled\": false, \"name\": \"x\"}", "'name'"),
        // One enrolment.
        arguments("POST", ENROL, "{}", "'userId'"),
        arguments("POST", ENROL, "{\"userId\": \"strict-1\"}", "'userEmail'"),
        arguments(
            "POST", ENROL, "{\"userId\": \"\", \"userEmail\": \"s@example.com\"}", "'userId'"),
        arguments("POST", ENROL, "{\"userId\": 7, \"userEmail\": \"s@example.com\"}", "'userId'"),
        arguments(
            "POST", ENROL, "{\"userId\": \"strict-1\", \"userEmail\": \"no\"}", "'userEmail'"),
        arguments("POST", ENROL, "{%s, \"properties\": []}".formatted(user), "'properties'"),
        arguments("POST", ENROL, "{%s, \"plan\": \"pro\"}".formatted(user), "'plan'"),
        // A batch.
        arguments("POST", BATCH, "{}", "'users'"),
        arguments("POST", BATCH, "[]", "expected an object"),
        arguments("POST", BATCH, "{\"users\": {}}", "'users'"),
        arguments("POST", BATCH, "{\"users\": [1]}", "users[0]"),
        arguments("POST", BATCH, "{\"users\": [{%s, \"x\": 1}]}".formatted(user), "'users[0].x'"),
        arguments(
            "POST", BATCH, "{\"users\": [{%s}], \"dryRun\": true}".formatted(user), "'dryRun'"),
        // Preferences.
        arguments("PUT", PREFERENCES, "{}", "unsubscribedAll"),
        arguments("PUT", PREFERENCES, "{\"suppressed\": \"yes\"}", "'suppressed'"),
        arguments("PUT", PREFERENCES, "{\"suppressed\": null}", "'suppressed'"),
        arguments("PUT", PREFERENCES, "{\"bounceCount\": -1}", "'bounceCount'"),
        arguments("PUT", PREFERENCES, "{\"bounceCount\": 1.5}", "'bounceCount'"),
        arguments("PUT", PREFERENCES, "{\"categories\": {\"news\": 1}}", "categories.news"),
        arguments("PUT", PREFERENCES, "{\"email\": \"nobody\"}", "'email'"),
        arguments("PUT", PREFERENCES, "{\"unsubscribed\": true}", "'unsubscribed'"),
        // Events.
        arguments("POST", EVENTS, "{\"name\": \"strict\"}", "'userId'"),
        arguments("POST", EVENTS, "{\"userId\": \"strict-1\"}", "'name'"),
        arguments("POST", EVENTS, "{\"userId\": \" \", \"name\": \"strict\"}", "'userId'"),
        arguments("POST", EVENTS, "{\"userId\": \"null\", \"name\": \"strict\"}", "'userId'"),
        arguments("POST", EVENTS, "{\"userId\": \"a\\u0000b\", \"name\": \"strict\"}", "'userId'"),
        arguments(
            "POST",
            EVENTS,
            "{\"userId\": \"%s\", \"name\": \"strict\"}".formatted("é".repeat(101)),
            "'userId'"),
        arguments(
            "POST",
            EVENTS,
            "{\"userId\": \"strict-1\", \"name\": \"%s\"}".formatted("n".repeat(201)),
            "'name'"),
        arguments(
            "POST", EVENTS, "{%s, \"eventProperties\": 1}".formatted(event), "'eventProperties'"),
        arguments(
            "POST",
            EVENTS,
            "{%s, \"contactProperties\": []}".formatted(event),
            "'contactProperties'"),
        arguments("POST", EVENTS, "{%s, \"email\": \"nobody\"}".formatted(event), "'email'"),
        arguments(
            "POST", EVENTS, "{%s, \"timestamp\": \"yesterday\"}".formatted(event), "'timestamp'"),
        arguments(
            "POST", EVENTS, "{%s, \"idempotencyKey\": \"\"}".formatted(event), "'idempotencyKey'"),
        arguments("POST", EVENTS, "{%s, \"distinct_id\": \"x\"}".formatted(event), "'distinct_id'"),
        arguments("POST", EVENTS + "/batch", "[]", "0"),
        arguments("POST", EVENTS + "/batch", "{\"events\": []}", "'events'"),
        arguments("POST", EVENTS + "/batch", "{\"batch\": [{%s}]}".formatted(event), "'batch'"),
        arguments("POST", EVENTS + "/batch", "[%s]".formatted("{},".repeat(1_000) + "{}"), "1001"),
        // PostHog.
        arguments("POST", WEBHOOK, "{\"not\": \"a posthog payload\"}", "Invalid payload"),
        arguments("POST", WEBHOOK, "[]", "Invalid payload"),
        arguments("POST", WEBHOOK, "[1]", "Invalid payload"),
        arguments("POST", WEBHOOK, "{\"event\": \"strict\"}", "Invalid payload"),
        arguments(
            "POST",
            WEBHOOK,
            "{\"event\": {\"event\": \"strict\", \"distinct_id\": \"anonymous\"}}",
            "Invalid payload"),
        arguments(
            "POST", WEBHOOK, "{\"event\": {\"distinct_id\": \"strict-1\"}}", "Invalid payload"));
  }

  private static HttpRequest.Builder secret(HttpRequest.Builder request) {
    return request.header("x-posthog-webhook-secret", Installation.WEBHOOK_SECRET);
  }

  @ParameterizedTest
  @MethodSource("bodiesThatAreWrong")
  void shouldSayWhatIsWrongWithABody(String method, String path, String body, String named) {
    // when
    Reply reply =
        sojourn
            .http()
            .call(
                method,
                path,
                BodyPublishers.ofString(body),
                request -> secret(request).header("Content-Type", "application/json"));

    // then
    assertThat(reply.refused(400)).contains(named);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/admin/journeys?limit=0, limit",
    "GET, /v1/admin/journeys?limit=101, limit",
    "GET, /v1/admin/journeys?limit=-1, limit",
    "GET, /v1/admin/journeys?limit=ten, limit",
    "GET, /v1/admin/journeys?limit=, limit",
    "GET, /v1/admin/journeys?limit=1.5, limit",
    "GET, /v1/admin/journeys?limit=99999999999999999999, limit",
    "GET, /v1/admin/journeys?offset=-1, offset",
    "GET, /v1/admin/journeys?offset=10001, offset",
    "GET, /v1/admin/journeys?enabled=yes, enabled",
    "GET, /v1/admin/journeys?enabled=TRUE, enabled",
    "GET, /v1/admin/journeys/strict/states?limit=101, limit",
    "GET, /v1/admin/journeys/strict/states?offset=10001, offset",
    "GET, /v1/admin/journeys/strict/states?status=done, status",
    "GET, /v1/admin/journeys/strict/states?status=Active, status",
    "GET, /v1/admin/journeys/strict/states?userId=, userId",
    "GET, /v1/admin/journeys/strict/decisions?limit=0, limit",
    "GET, /v1/admin/journeys/strict/decisions?outcome=maybe, outcome",
    "GET, /v1/admin/events, userId",
    "GET, /v1/admin/events?userId=x&from=yesterday, from",
    "GET, /v1/admin/events?userId=x&from=2026-01-02&to=2026-01-01, from",
    "GET, /v1/admin/events?userId=x&limit=101, limit",
    "GET, /v1/admin/outbox?limit=0, limit",
    "GET, /v1/admin/contacts/anonymous/preferences, anonymous",
    "GET, /v1/admin/contacts/%20/preferences, blank",
    "GET, /v1/admin/contacts/a%00b/preferences, ''",
  })
  void shouldSayWhichParameterIsWrong(String method, String path, String named) {
    // when
    String text = sojourn.http().call(method, path, BodyPublishers.noBody(), r -> r).refused(400);

    // then
    assertThat(text).contains(named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/admin/journeys",
        "GET /v1/admin/journeys/strict",
        "PATCH /v1/admin/journeys/strict",
        "GET /v1/admin/journeys/strict/states",
        "GET /v1/admin/journeys/strict/states/x",
        "DELETE /v1/admin/journeys/strict/states/x",
        "GET /v1/admin/journey-logs/x",
        "POST /v1/admin/journeys/strict/enroll",
        "POST /v1/admin/journeys/strict/enroll/batch",
        "GET /v1/admin/journeys/strict/decisions",
        "GET /v1/admin/metrics/journeys",
        "GET /v1/admin/contacts/strict-1/preferences",
        "PUT /v1/admin/contacts/strict-1/preferences",
        "GET /v1/admin/events",
        "GET /v1/admin/outbox",
        "POST /v1/events",
        "POST /v1/events/batch",
      })
  void shouldLetNobodyInWithoutTheKey(String call) {
    // given
    String[] parts = call.split(" ", 2);
    String body = "{\"userId\": \"strict-1\", \"name\": \"strict\", \"enabled\": false}";

    for (String key :
        List.of(
            "",
            "Bearer",
            "Bearer ",
            "Bearer wrong",
            "Bearer " + Installation.ADMIN_KEY + "x",
            "Basic " + Installation.ADMIN_KEY,
            Installation.ADMIN_KEY)) {
      // when
      Reply reply =
          sojourn
              .http()
              .anonymous(
                  parts[0],
                  parts[1],
                  BodyPublishers.ofString(body),
                  request ->
                      (key.isEmpty() ? request : request.header("Authorization", key))
                          .header("Content-Type", "application/json"));

      // then
      assertThat(reply.refused(401)).as("'%s'", key).isEqualTo("Unauthorized");
      assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong", Installation.WEBHOOK_SECRET + "x", Installation.ADMIN_KEY})
  void shouldTakeNoWebhookWithoutItsSecret(String secret) {
    // when
    Reply reply =
        sojourn
            .http()
            .call(
                "POST",
                WEBHOOK,
                BodyPublishers.ofString("{\"event\": \"strict\", \"distinct_id\": \"strict-1\"}"),
                request ->
                    (secret.isEmpty()
                            ? request
                            : request.header("x-posthog-webhook-secret", secret))
                        .header("Content-Type", "application/json"));

    // then
    assertThat(reply.refused(401)).isEqualTo("Invalid webhook secret");
  }

  @Test
  void shouldShowHealthAndTheDescriptionToAnybody() {
    for (String path : List.of("/health/live", "/health/ready", "/openapi.yaml")) {
      assertThat(sojourn.http().anonymous("GET", path, BodyPublishers.noBody(), r -> r).status())
          .as(path)
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v1",
        "/v1/admin",
        "/v1/admin/nothing",
        "/v1/admin/journeys/strict/nothing",
        "/v1/admin/journeys/strict/states/x/y",
        "/v1/webhooks/segment",
        "/v2/events",
        "/V1/admin/journeys",
        "//v1/admin/journeys",
      })
  void shouldAnswerNotFoundForAnUnknownPath(String path) {
    assertThat(sojourn.get(path).refused(404)).isEqualTo("Not found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE|/v1/admin/journeys|GET",
        "POST|/v1/admin/journeys|GET",
        "PUT|/v1/admin/journeys/strict|GET, PATCH",
        "POST|/v1/admin/journeys/strict/states|GET",
        "PATCH|/v1/admin/journeys/strict/states/x|DELETE, GET",
        "GET|/v1/admin/journeys/strict/enroll|POST",
        "DELETE|/v1/admin/journey-logs/x|GET",
        "DELETE|/v1/admin/contacts/strict-1/preferences|GET, PUT",
        "GET|/v1/events|POST",
        "GET|/v1/webhooks/posthog|POST",
      })
  void shouldNameTheMethodsThatAPathHas(String method, String path, String allowed) {
    // when
    Reply reply = sojourn.http().call(method, path, BodyPublishers.noBody(), r -> r);

    // then
    assertThat(reply.refused(405)).isEqualTo("Method not allowed");
    assertThat(List.of(reply.header("Allow").split(", ")))
        .filteredOn(name -> !name.equals("HEAD") && !name.equals("OPTIONS"))
        .containsExactlyInAnyOrder(allowed.split(", "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/xml",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "nonsense",
      })
  void shouldRefuseOtherContentTypes(String type) {
    String event = "{\"userId\": \"strict-1\", \"name\": \"strict\"}";
    for (String path : List.of(EVENTS, EVENTS + "/batch", WEBHOOK, ENROL, BATCH)) {
      Reply reply =
          sojourn
              .http()
              .call(
                  "POST",
                  path,
                  BodyPublishers.ofString(event),
                  request -> secret(request).header("Content-Type", type));
      assertThat(reply.refused(415)).as(path).contains(type);
    }
  }

  @Test
  void shouldRefuseABodyWithoutAContentType() {
    assertThat(
            sojourn
                .http()
                .call("PATCH", JOURNEY, BodyPublishers.ofString("{\"enabled\":false}"), r -> r)
                .refused(415))
        .contains("application/json");
  }

  @Test
  void shouldRefuseABodyInAnEncodingItDoesNotRead() {
    assertThat(
            sojourn
                .http()
                .call(
                    "POST",
                    EVENTS,
                    BodyPublishers.ofByteArray(new byte[] {31, -117, 8, 0}),
                    request ->
                        request
                            .header("Content-Type", "application/json")
                            .header("Content-Encoding", "gzip"))
                .refused(415))
        .contains("gzip");
  }

  @Test
  void shouldRefuseBodiesThatAreTooLarge() {
    String text = "x".repeat(257 * KIB);
    String properties = "{\"text\": \"%s\"}".formatted(text);

    assertThat(
            sojourn
                .post(
                    EVENTS,
                    "{\"userId\": \"strict-1\", \"name\": \"strict\", \"eventProperties\": %s}"
                        .formatted(properties))
                .refused(413))
        .contains("262144");
    assertThat(
            sojourn
                .webhook(
                    "{\"event\": \"strict\", \"distinct_id\": \"strict-1\", \"properties\": %s}"
                        .formatted(properties))
                .refused(413))
        .contains("262144");
    assertThat(
            sojourn
                .post(
                    ENROL,
                    "{\"userId\": \"strict-1\", \"userEmail\": \"s@example.com\", \"properties\": %s}"
                        .formatted(properties))
                .refused(413))
        .contains("262144");
    String huge = " ".repeat(1024 * KIB) + "{}";
    assertThat(sojourn.patch(JOURNEY, huge).refused(413)).contains("1048576");
    assertThat(sojourn.put(PREFERENCES, huge).refused(413)).contains("1048576");
    assertThat(sojourn.post(BATCH, huge).refused(413)).contains("1048576");
    assertThat(sojourn.webhook(huge).refused(413)).contains("1048576");
    assertThat(sojourn.post(EVENTS + "/batch", " ".repeat(20 * 1024 * KIB) + "[]").refused(413))
        .contains("20971520");
  }

  @Test
  void shouldRefuseOneLargeEventOfABatchAndTakeTheOthers() {
    // when
    var results =
        sojourn
            .post(
                EVENTS + "/batch",
                "[{\"userId\": \"strict-2\", \"name\": \"other\", \"eventProperties\": {\"t\": \"%s\"}}, {\"userId\": \"strict-2\", \"name\": \"other\"}]"
                    .formatted("x".repeat(257 * KIB)))
            .expect(202)
            .get("results");

    // then
    assertThat(results.at("/0/error").asText()).contains("262144");
    assertThat(results.at("/1/stored").asBoolean()).isTrue();
  }

  @Test
  void shouldRefuseAnIdempotencyKeyThatIsTooLong() {
    assertThat(
            sojourn
                .http()
                .post(EVENTS, "{\"userId\": \"strict-1\", \"name\": \"strict\"}", "k".repeat(201))
                .refused(400))
        .contains("Idempotency-Key");
  }

  @Test
  void shouldRefuseAKeyThatWasUsedForAnotherRequest() {
    // given
    String path = "/v1/admin/contacts/strict-keys-1/preferences";
    underOneKey("PUT", path, "{\"bounceCount\": 1}").expect(200);

    // when
    Reply reply = underOneKey("PUT", path, "{\"bounceCount\": 2}");

    // then
    assertThat(reply.refused(409)).isEqualTo("Idempotency-Key was used for another request");
    assertThat(sojourn.get(path).expect(200).at("/preferences/bounceCount").asInt()).isOne();
  }

  @Test
  void shouldWriteTwiceUnderOneKeyWhenThePathsDiffer() {
    // given
    sojourn.journey(sleeping("strict-keys", "strict-keys", ""));
    sojourn.whenEvent("strict-keys-2", "strict-keys");
    String contact = "/v1/admin/contacts/strict-keys-2";
    String state =
        "/v1/admin/journeys/strict-keys/states/"
            + sojourn.state("strict-keys", "strict-keys-2").get("id").asText();

    // when, all of it in one partition
    underOneKey("PUT", contact + "/preferences", "{\"bounceCount\": 1}").expect(200);
    underOneKey("PUT", contact, "{\"properties\": {\"plan\": \"pro\"}}").expect(200);
    Reply cancelled = underOneKey("DELETE", state, "");

    // then
    assertThat(cancelled.expect(200).at("/state/status").asText()).isEqualTo("exited");
    assertThat(sojourn.get(contact).expect(200).at("/contact/properties/plan").asText())
        .isEqualTo("pro");
  }

  private Reply underOneKey(String method, String path, String body) {
    return sojourn
        .http()
        .call(
            method,
            path,
            body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
            request ->
                request
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "one-key"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/admin/contacts/%/preferences HTTP/1.1",
        "GET /v1/admin/contacts/%zz/preferences HTTP/1.1",
        "GET /v1/admin/contacts/%ff%fe/preferences HTTP/1.1",
        "GET /v1/admin/journeys?limit=%zz HTTP/1.1",
        "GET /v1/admin/../../etc/passwd HTTP/1.1",
        "BREW /v1/admin/journeys HTTP/1.1",
        "GET  HTTP/1.1",
        "\u0001\u0002",
      })
  void shouldRefuseWhatIsNoRequest(String line) throws IOException {
    // when
    String answer =
        sent(line + "\r\nHost: x\r\nAuthorization: Bearer wrong\r\nConnection: close\r\n\r\n");

    // then
    assertThat(answer)
        .matches("(?s)HTTP/1\\.1 (4\\d\\d|505) .*")
        .contains("{\"error\":")
        .doesNotContain("Internal server error", "Exception", "<html", "jetty");
  }

  @Test
  void shouldRefuseAHeaderThatIsTooLong() throws IOException {
    // when
    String answer =
        sent(
            "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: %s\r\n\r\n"
                .formatted("x".repeat(20_000)));

    // then
    assertThat(answer).startsWith("HTTP/1.1 431").contains("{\"error\":");
  }

  private String sent(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sojourn.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(4_000), StandardCharsets.ISO_8859_1);
    }
  }
}
