package dev.sojourn.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.app.node.Node;
import dev.sojourn.http.kafka.Gateways;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.step.StepCatalog;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.registry.ContentHash;
import dev.sojourn.topics.registry.JourneyReader;
import dev.sojourn.topics.registry.JourneySyntaxException;
import dev.sojourn.topics.result.Result;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.core.ThrowingRunnable;

/** A running node, and what a test says to it. */
final class LiveSojourn implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Installation installation;
  private Node node;
  private final Gateways gateways;
  private final EventTopic topic;

  private LiveSojourn(Installation installation, Node node) {
    this.installation = installation;
    this.node = node;
    this.gateways =
        Gateways.open(
            "tests",
            installation.settings().kafka().topics(),
            Installation.PARTITIONS,
            installation.settings().kafka().clientSettings());
    this.topic = new EventTopic(installation.settings().kafka());
  }

  static LiveSojourn start(Installation installation) throws Exception {
    return new LiveSojourn(installation, installation.startNode());
  }

  /** Stops the node and leaves the broker alone. */
  void stopNode() {
    node.close();
  }

  /** Starts a node with the state that the last one left. */
  void startNode() throws Exception {
    node = installation.startNode();
  }

  Http http() {
    return new Http(node.port(), Installation.ADMIN_KEY);
  }

  int port() {
    return node.port();
  }

  /** The topics as a producer of the user's own sees them. */
  EventTopic topic() {
    return topic;
  }

  Reply get(String path) {
    return http().get(path);
  }

  Reply post(String path, String json) {
    return http().post(path, json);
  }

  Reply put(String path, String json) {
    return http().put(path, json);
  }

  Reply patch(String path, String json) {
    return http().patch(path, json);
  }

  Reply delete(String path) {
    return http().delete(path);
  }

  /** Sends what PostHog's webhook destination sends. */
  Reply webhook(String json) {
    return http()
        .call(
            "POST",
            "/v1/webhooks/posthog",
            BodyPublishers.ofString(json),
            request ->
                request
                    .header("Content-Type", "application/json")
                    .header("x-posthog-webhook-secret", Installation.WEBHOOK_SECRET));
  }

  /** Every journey of the list, page by page. */
  List<JsonNode> listed(String query) {
    List<JsonNode> all = new ArrayList<>();
    int total;
    do {
      Reply page = get("/v1/admin/journeys?limit=100&offset=%d%s".formatted(all.size(), query));
      all.addAll(list(page, "journeys"));
      total = page.json().get("total").asInt();
    } while (all.size() < total);
    assertThat(all).hasSize(total);
    return all;
  }

  /** The folder of journeys that the node watches. */
  Path journeysFolder() {
    return installation.folder().resolve("journeys");
  }

  /** Publishes a journey; when this returns it is applied everywhere. */
  String journey(String json) {
    try {
      JourneyDefinition journey =
          new JourneyReader(new JsonFactory(), StepCatalog.standard())
              .read(json.getBytes(StandardCharsets.UTF_8));
      publish(new Command.PublishJourney(journey, ContentHash.of(journey)));
      return journey.id();
    } catch (JourneySyntaxException e) {
      throw new IllegalStateException("expected a journey that can be published: " + json, e);
    }
  }

  /** Publishes a template; when this returns it is applied everywhere. */
  void template(String key, String body) {
    publish(
        new Command.PublishTemplate(
            new Template(
                key,
                ContentHash.of(key, "Subject", null, null, body),
                "Subject",
                null,
                null,
                body)));
  }

  private void publish(Command command) {
    try {
      Result result =
          gateways
              .commands()
              .send("publish-" + UUID.randomUUID(), command, Actor.UNKNOWN)
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(result.rejection()).isNull();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("expected something that can be published: " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends an event; when this returns it is decided. */
  void whenEvent(String userId, String name, Map<String, Object> properties) {
    whenEventBody(
        Map.of(
            "userId",
            userId,
            "name",
            name,
            "email",
            "somebody@example.com",
            "eventProperties",
            properties));
  }

  /** Sends an event that happened at some time; when this returns it is decided. */
  void whenEventAt(String userId, String name, String timestamp) {
    whenEventBody(Map.of("userId", userId, "name", name, "timestamp", timestamp));
  }

  private void whenEventBody(Map<String, Object> body) {
    JsonNode answer = http().post("/v1/events", json(body), "key-" + UUID.randomUUID()).expect(202);
    assertThat(answer.get("stored").asBoolean()).isTrue();
  }

  void whenEvent(String userId, String name) {
    whenEvent(userId, name, Map.of());
  }

  void toggle(String journeyId, boolean enabled) {
    JsonNode answer =
        patch("/v1/admin/journeys/" + journeyId, "{\"enabled\":%s}".formatted(enabled)).expect(200);
    assertThat(answer.at("/journey/enabled").asBoolean()).isEqualTo(enabled);
  }

  /** A person's instances of a journey, newest first. */
  List<JsonNode> states(String journeyId, String userId) {
    return list(
        get(
            "/v1/admin/journeys/%s/states?limit=100&userId=%s"
                .formatted(journeyId, encoded(userId))),
        "states");
  }

  /** The only instance of a person in a journey. */
  JsonNode state(String journeyId, String userId) {
    List<JsonNode> states = states(journeyId, userId);
    assertThat(states).as("%s in %s", userId, journeyId).hasSize(1);
    return states.get(0);
  }

  /** The newest instance of a person in a journey, once it has this status. */
  JsonNode awaitState(String journeyId, String userId, String status) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(25))
        .untilAsserted(
            () ->
                assertThat(states(journeyId, userId))
                    .as("%s in %s", userId, journeyId)
                    .first()
                    .extracting(state -> state.get("status").asText())
                    .isEqualTo(status));
    return states(journeyId, userId).get(0);
  }

  /** What the journey's log says, as {@code action from>to}. */
  List<String> movements(String stateId) {
    return list(get("/v1/admin/journey-logs/" + stateId), "logs").stream()
        .map(
            entry ->
                "%s %s>%s"
                    .formatted(
                        entry.get("action").asText(),
                        entry.get("fromNodeId").asText(),
                        entry.get("toNodeId").asText()))
        .toList();
  }

  List<JsonNode> decisions(String journeyId, String userId) {
    return list(
        get(
            "/v1/admin/journeys/%s/decisions?limit=100&userId=%s"
                .formatted(journeyId, encoded(userId))),
        "decisions");
  }

  /** How the newest evaluation for a person went: {@code entered} or the reason why not. */
  String verdict(String journeyId, String userId) {
    List<JsonNode> decisions = decisions(journeyId, userId);
    assertThat(decisions).as("%s in %s", userId, journeyId).isNotEmpty();
    JsonNode newest = decisions.get(0);
    return newest.get("outcome").asText().equals("entered")
        ? "entered"
        : newest.get("reason").asText();
  }

  /** The templates of the mails to a person, in the order they went out. */
  List<String> mails(String userId) {
    List<String> templates =
        texts(
            list(get("/v1/admin/outbox?limit=100&userId=" + encoded(userId)), "messages"),
            "template");
    return IntStream.range(0, templates.size())
        .mapToObj(i -> templates.get(templates.size() - 1 - i))
        .toList();
  }

  /** Waits until something holds. */
  static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(25))
        .untilAsserted(assertion);
  }

  static List<JsonNode> list(Reply reply, String field) {
    JsonNode list = reply.expect(200).get(field);
    assertThat(list).as(reply.text()).isNotNull();
    return StreamSupport.stream(list.spliterator(), false).toList();
  }

  static List<String> texts(List<JsonNode> rows, String field) {
    return rows.stream().map(row -> row.get(field).asText()).toList();
  }

  static List<String> keys(JsonNode object) {
    return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
        .toList();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  @Override
  public void close() {
    topic.close();
    gateways.close();
    node.close();
  }
}
