package dev.sojourn.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sojourn.app.broker.EmbeddedBroker;
import dev.sojourn.app.chaos.Operator.Reply;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.http.health.ApiDescription;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.link.LinkSigner;
import dev.sojourn.topics.link.LinkToken;
import dev.sojourn.topics.link.Links;
import dev.sojourn.topics.webhook.WebhookSigner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every route there is, while the cluster is gone for half a minute and after it is back. */
@Timeout(300)
final class EveryRouteIT {

  private static final Duration OUTAGE = Duration.ofSeconds(30);
  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);
  private static final String JOURNEY = "nap";
  private static final String EMAIL_WEBHOOK = "/v1/webhooks/email/";

  /** They need nothing but the node itself. */
  private static final Set<String> ALWAYS_THERE =
      Set.of(
          "GET /health/live",
          "GET /metrics",
          "GET /openapi.yaml",
          "GET /v1/unsubscribe/{token}",
          "GET /v1/t/o/{token}");

  @TempDir Path dir;

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private EmbeddedBroker broker;

  @AfterEach
  void close() {
    callers.shutdownNow();
    broker.close();
  }

  /** A request to a route, with what it needs to be a good one. */
  private record Request(String method, String path, String body) {
    Reply by(Operator operator) {
      return path.startsWith(EMAIL_WEBHOOK)
          ? operator.call(method, path, body, signature())
          : operator.call(method, path, body);
    }

    private String[] signature() {
      Instant now = Instant.now();
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      return new String[] {
        WebhookSigner.ID,
        "one",
        WebhookSigner.TIMESTAMP,
        WebhookSigner.timestamp(now),
        WebhookSigner.SIGNATURE,
        WebhookSigner.parse(LocalNode.WEBHOOK_SECRET).signature("one", now, bytes)
      };
    }

    boolean writes() {
      return !method.equals("GET") && !path.endsWith("/explain") && !path.endsWith("/preview");
    }
  }

  @Test
  void shouldAnswerOnEveryRouteWhileTheBrokerIsGoneAndRecoverByItself() throws Exception {
    // given
    Path journeys = dir.resolve("journeys");
    new JourneyFiles(journeys)
        .journey(
            JOURNEY,
            """
            trigger: { event: started }
            steps:
              - { id: nap, type: sleep, duration: PT1H, next: end }
              - { id: end, type: complete }
            """)
        .journey(
            "fails",
            """
            trigger: { event: started }
            steps: [{ id: oops, type: fail, message: it broke }]
            """)
        .template("hello");
    broker = EmbeddedBroker.start(dir.resolve("kafka"), 0);
    try (LocalNode node =
        LocalNode.start(Profile.DEV, broker.bootstrapServers(), dir.resolve("state"), journeys)) {
      Operator operator = node.operator();
      Map<String, Request> requests = requests(operator);
      assertThat(requests.keySet()).isEqualTo(described());
      Map<String, Integer> before = statuses(operator, requests, request -> !request.writes());
      assertThat(before.values()).doesNotContain(500, 503);

      // when
      broker.close();

      // then
      Instant back = Instant.now().plus(OUTAGE);
      await()
          .atMost(OUTAGE.multipliedBy(3))
          .pollDelay(Duration.ZERO)
          .pollInterval(BETWEEN_ROUNDS)
          .until(
              () -> {
                thenEachAnswersOrSaysComeAgain(operator, requests);
                return Instant.now().isAfter(back);
              });

      // when
      broker = EmbeddedBroker.start(dir.resolve("kafka"), broker.port());

      // then
      await()
          .atMost(NodeProcess.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(statuses(operator, requests, request -> !request.writes()))
                      .isEqualTo(before));
      Request toggle = requests.get("PATCH /v1/admin/journeys/{id}");
      await()
          .atMost(NodeProcess.PATIENCE)
          .until(() -> toggle.by(operator).status() == 200 && operator.isReady());
    }
  }

  private void thenEachAnswersOrSaysComeAgain(Operator operator, Map<String, Request> requests) {
    Map<String, CompletableFuture<Reply>> replies = new LinkedHashMap<>();
    requests.forEach(
        (route, request) ->
            replies.put(route, CompletableFuture.supplyAsync(() -> request.by(operator), callers)));
    replies.forEach(
        (route, pending) -> {
          Reply reply = pending.join();
          assertThat(reply.status()).as("%s: %s", route, reply.body()).isNotEqualTo(500);
          if (requests.get(route).writes()) {
            assertThat(reply.status()).as("%s: %s", route, reply.body()).isEqualTo(503);
          }
          if (ALWAYS_THERE.contains(route)) {
            assertThat(reply.status()).as(route).isEqualTo(200);
          }
          if (reply.status() == 503) {
            assertThat(reply.retryAfter()).as(route).isPresent();
          }
        });
  }

  private Map<String, Integer> statuses(
      Operator operator, Map<String, Request> requests, Predicate<Request> wanted) {
    Map<String, Integer> statuses = new TreeMap<>();
    requests.forEach(
        (route, request) -> {
          if (wanted.test(request)) {
            statuses.put(route, request.by(operator).status());
          }
        });
    return statuses;
  }

  /** Every route that the description of the API has. */
  private static Set<String> described() throws IOException {
    Set<String> routes = new TreeSet<>();
    try (InputStream in = ApiDescription.class.getResourceAsStream("/openapi.yaml")) {
      JsonNode paths = new YAMLMapper().readTree(in).get("paths");
      paths
          .properties()
          .forEach(
              path ->
                  path.getValue()
                      .fieldNames()
                      .forEachRemaining(
                          method -> {
                            if (!method.equals("parameters")) {
                              routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                            }
                          }));
    }
    return routes;
  }

  /** One good request for each route, about people and things that are there. */
  private static Map<String, Request> requests(Operator operator) {
    for (String person : List.of("ada", "bob", "cleo")) {
      assertThat(
              operator
                  .post(
                      "/v1/events",
                      "{\"name\": \"started\", \"userId\": \"%s\", \"idempotencyKey\": \"one\"}"
                          .formatted(person))
                  .status())
          .isEqualTo(202);
    }
    String journey = "/v1/admin/journeys/" + JOURNEY;
    String state = operator.statesOf(JOURNEY, "ada").get(0).path("id").asText();
    String event = operator.statesOf(JOURNEY, "ada").get(0).path("hatchetRunId").asText();
    String key =
        operator
            .post("/v1/admin/api-keys", "{\"name\": \"one\", \"role\": \"viewer\"}")
            .body()
            .at("/apiKey/id")
            .asText();
    String job =
        operator
            .post(journey + "/states/cancel", "{\"limit\": 1, \"version\": 99}")
            .body()
            .at("/job/id")
            .asText();
    String enrolment = "{\"userId\": \"bob\", \"userEmail\": \"bob@example.com\"}";
    Map<String, Request> requests = new TreeMap<>();
    put(requests, "POST /v1/events", "/v1/events", "{\"name\": \"x\", \"userId\": \"bob\"}");
    put(
        requests,
        "POST /v1/events/batch",
        "/v1/events/batch",
        "[{\"name\": \"x\", \"userId\": \"bob\"}]");
    put(
        requests,
        "POST /v1/webhooks/posthog",
        "/v1/webhooks/posthog",
        "{\"event\": \"x\", \"distinct_id\": \"bob\"}");
    put(requests, "GET /v1/admin/journeys", "/v1/admin/journeys");
    put(requests, "GET /v1/admin/journeys/{id}", journey);
    put(requests, "PATCH /v1/admin/journeys/{id}", journey, "{\"enabled\": true}");
    put(requests, "GET /v1/admin/journeys/{id}/states", journey + "/states");
    put(requests, "GET /v1/admin/journeys/{id}/states/{stateId}", journey + "/states/" + state);
    put(requests, "DELETE /v1/admin/journeys/{id}/states/{stateId}", journey + "/states/" + state);
    put(requests, "POST /v1/admin/journeys/{id}/enroll", journey + "/enroll", enrolment);
    put(
        requests,
        "POST /v1/admin/journeys/{id}/enroll/batch",
        journey + "/enroll/batch",
        "{\"users\": [%s]}".formatted(enrolment));
    put(
        requests,
        "POST /v1/admin/journeys/{id}/explain",
        journey + "/explain",
        "{\"userId\": \"bob\", \"event\": {\"name\": \"started\"}}");
    put(requests, "POST /v1/admin/journeys/{id}/hold", journey + "/hold", "{}");
    put(requests, "POST /v1/admin/journeys/{id}/release", journey + "/release", "{}");
    put(
        requests,
        "POST /v1/admin/journeys/{id}/states/cancel",
        journey + "/states/cancel",
        "{\"limit\": 1, \"version\": 99}");
    put(requests, "GET /v1/admin/journeys/{id}/decisions", journey + "/decisions?userId=ada");
    put(requests, "GET /v1/admin/holds", "/v1/admin/holds");
    put(requests, "POST /v1/admin/hold", "/v1/admin/hold", "{}");
    put(requests, "POST /v1/admin/release", "/v1/admin/release", "{}");
    put(requests, "GET /v1/admin/jobs/{id}", "/v1/admin/jobs/" + job);
    put(requests, "GET /v1/admin/journey-logs/{stateId}", "/v1/admin/journey-logs/" + state);
    put(requests, "GET /v1/admin/metrics/journeys", "/v1/admin/metrics/journeys");
    put(requests, "GET /v1/admin/metrics/journeys/{id}", "/v1/admin/metrics/journeys/" + JOURNEY);
    put(requests, "GET /v1/admin/metrics/overview", "/v1/admin/metrics/overview");
    put(requests, "GET /v1/admin/contacts/{id}", "/v1/admin/contacts/ada");
    put(
        requests,
        "PUT /v1/admin/contacts/{id}",
        "/v1/admin/contacts/bob",
        "{\"properties\": {\"city\": \"Bern\"}}");
    put(requests, "DELETE /v1/admin/contacts/{id}", "/v1/admin/contacts/cleo");
    put(requests, "GET /v1/admin/contacts/{id}/timeline", "/v1/admin/contacts/ada/timeline");
    put(requests, "GET /v1/admin/contacts/{id}/preferences", "/v1/admin/contacts/ada/preferences");
    put(
        requests,
        "PUT /v1/admin/contacts/{id}/preferences",
        "/v1/admin/contacts/bob/preferences",
        "{\"suppressed\": false}");
    put(requests, "GET /v1/admin/events", "/v1/admin/events?userId=ada");
    put(requests, "GET /v1/admin/events/{eventId}", "/v1/admin/events/" + event);
    put(
        requests,
        "POST /v1/admin/events/replay",
        "/v1/admin/events/replay",
        "{\"filter\": {\"userId\": \"bob\"}}");
    put(requests, "GET /v1/admin/dlq", "/v1/admin/dlq");
    put(requests, "GET /v1/admin/outbox", "/v1/admin/outbox");
    put(requests, "GET /v1/admin/api-keys", "/v1/admin/api-keys");
    put(
        requests,
        "POST /v1/admin/api-keys",
        "/v1/admin/api-keys",
        "{\"name\": \"two\", \"role\": \"viewer\"}");
    put(requests, "DELETE /v1/admin/api-keys/{id}", "/v1/admin/api-keys/" + key);
    put(requests, "GET /v1/admin/audit-logs", "/v1/admin/audit-logs");
    put(requests, "GET /health/live", "/health/live");
    put(requests, "GET /health/ready", "/health/ready");
    put(requests, "GET /metrics", "/metrics");
    put(requests, "GET /openapi.yaml", "/openapi.yaml");
    templates(requests);
    mail(SendId.parse(state + ":nap:1"), requests);
    letters(operator, requests);
    return requests;
  }

  private static void templates(Map<String, Request> requests) {
    put(requests, "GET /v1/admin/templates", "/v1/admin/templates");
    put(requests, "GET /v1/admin/templates/{key}", "/v1/admin/templates/hello");
    put(
        requests,
        "POST /v1/admin/templates/{key}/preview",
        "/v1/admin/templates/hello/preview",
        "{}");
    put(requests, "GET /v1/admin/metrics/templates", "/v1/admin/metrics/templates");
  }

  /** What would come back of a mail. */
  private static void mail(SendId send, Map<String, Request> requests) {
    LinkSigner key = LinkSigner.of(LocalNode.LINK_SECRET);
    String leave = Links.UNSUBSCRIBE + key.sign(new LinkToken.Unsubscribe("ada", send, "news"));
    put(requests, "GET /v1/unsubscribe/{token}", leave);
    put(requests, "POST /v1/unsubscribe/{token}", leave, "");
    put(
        requests,
        "GET /v1/t/c/{token}",
        Links.CLICK + key.sign(new LinkToken.Click("ada", send, "https://example.org/")));
    put(requests, "GET /v1/t/o/{token}", Links.OPEN + key.sign(new LinkToken.Open("ada", send)));
    put(
        requests,
        "POST /v1/webhooks/email/{source}",
        EMAIL_WEBHOOK + "generic",
        "{\"type\": \"opened\", \"sendId\": \"%s\", \"id\": \"one\"}".formatted(send));
  }

  /** A dead letter, of a failed instance. */
  private static void letters(Operator operator, Map<String, Request> requests) {
    List<JsonNode> letters =
        await()
            .atMost(NodeProcess.PATIENCE)
            .until(() -> operator.all("/v1/admin/dlq", "entries"), found -> !found.isEmpty());
    String letter = "/v1/admin/dlq/" + letters.get(0).path("id").asText();
    put(requests, "GET /v1/admin/dlq/{id}", letter);
    put(requests, "DELETE /v1/admin/dlq/{id}", letter);
    put(requests, "POST /v1/admin/dlq/{id}/retry", letter + "/retry", "{}");
  }

  private static void put(Map<String, Request> requests, String route, String path) {
    requests.put(route, new Request(route.substring(0, route.indexOf(' ')), path, ""));
  }

  private static void put(Map<String, Request> requests, String route, String path, String body) {
    requests.put(route, new Request(route.substring(0, route.indexOf(' ')), path, body));
  }
}
