package dev.sojourn.app.chaos;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.app.broker.EmbeddedBroker;
import dev.sojourn.app.chaos.Operator.Counts;
import dev.sojourn.app.chaos.Operator.Reply;
import dev.sojourn.app.settings.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes of one installation, of which one is killed. */
@Timeout(300)
final class TwoNodesIT {

  private static final String DONE = "done-at-once";
  private static final String WAITING = "waiting";
  private static final String MAILED = "mailed";
  private static final int BEFORE = 150;

  /** As many as leave no partition without one of them. */
  private static final List<String> WAITERS =
      IntStream.range(0, 40).mapToObj(n -> "waiter-" + n).toList();

  @TempDir Path dir;

  private EmbeddedBroker broker;
  private EventWriter events;
  private Path journeys;

  @BeforeEach
  void givenBrokerAndJourneys() throws Exception {
    broker = EmbeddedBroker.start(dir.resolve("kafka"), 0);
    events = new EventWriter(broker.bootstrapServers());
    journeys = dir.resolve("journeys");
    new JourneyFiles(journeys)
        .template("hello")
        .journey(
            DONE,
            """
            trigger: { event: visited }
            steps: [{ id: end, type: complete }]
            """)
        .journey(
            WAITING,
            """
            trigger: { event: asked }
            steps:
              - { id: wait, type: wait_for_event, event: answered, timeout: PT1H, next: end, timeoutNext: end }
              - { id: end, type: complete }
            """)
        .journey(
            MAILED,
            """
            trigger: { event: signed-up }
            entryLimit: once
            steps:
              - { id: mail, type: send, channel: email, template: hello, next: nap }
              - { id: nap, type: sleep, duration: PT1S, next: again }
              - { id: again, type: send, channel: email, template: hello, next: end }
              - { id: end, type: complete }
            """);
  }

  @AfterEach
  void close() {
    events.close();
    broker.close();
  }

  private NodeProcess other() {
    return NodeProcess.serve(dir.resolve("other"), broker.bootstrapServers(), journeys);
  }

  private LocalNode one() throws Exception {
    return LocalNode.start(Profile.SERVE, broker.bootstrapServers(), dir.resolve("one"), journeys);
  }

  @Test
  void shouldAnswerAlikeAndLoseNothingWhenOneOfThemIsKilled() throws Exception {
    try (LocalNode one = one();
        NodeProcess other = other()) {
      // given
      Operator here = one.operator();
      Operator there = other.awaitServing();
      IntStream.range(0, BEFORE).forEach(n -> events.writeSoon("visitor-" + n, "visited", null));
      WAITERS.forEach(person -> events.writeSoon(person, "asked", null));
      events.settle();
      await()
          .atMost(NodeProcess.PATIENCE)
          .ignoreExceptions()
          .until(
              () ->
                  here.counts(DONE).completed() == BEFORE
                      && here.counts(WAITING).waiting() == WAITERS.size());
      await().atMost(NodeProcess.PATIENCE).until(() -> nodesWithWork().size() == 2);

      // then
      thenBothAnswerAlike(here, there);
      thenBothExplainAlike(here, there);
      thenEachCancelsAndTheOtherSeesIt(here, there);
      thenOneCancelsAllAndTheOtherSeesIt(here, there);
      thenAKeyOfOneCountsAtTheOtherUntilItIsRevoked(here, there);
      thenAKeyOfOneCountsAtTheOtherUntilItIsRevoked(there, here);

      // when
      IntStream.range(0, BEFORE).forEach(n -> events.writeSoon("user-" + n, "signed-up", null));
      events.settle();
      other.kill();
      IntStream.range(BEFORE, 2 * BEFORE)
          .forEach(n -> events.writeSoon("user-" + n, "signed-up", null));
      events.settle();

      // then
      List<Reply> meanwhile = new ArrayList<>();
      await()
          .atMost(NodeProcess.PATIENCE)
          .until(
              () -> {
                meanwhile.add(here.get("/v1/admin/journeys/%s/states?limit=100".formatted(DONE)));
                Reply mailed = here.get("/v1/admin/journeys/" + MAILED);
                return mailed.body().at("/journey/counts/completed").asInt() == 2 * BEFORE;
              });
      assertThat(meanwhile).allSatisfy(TwoNodesIT::thenWholeOrComeAgain);
      thenEverybodyWasMailedTwice(here);
      assertThat(here.isReady()).isTrue();
    }
  }

  /** Ids of the nodes that have partitions of events. */
  private Set<String> nodesWithWork() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      return admin
          .describeConsumerGroups(Set.of("sojourn-engine"))
          .describedGroups()
          .get("sojourn-engine")
          .get(10, TimeUnit.SECONDS)
          .members()
          .stream()
          .filter(
              member ->
                  member.assignment().topicPartitions().stream()
                      .anyMatch(partition -> partition.topic().equals("sojourn.events")))
          // Each of its threads has a number behind it.
          .map(member -> member.groupInstanceId().orElseThrow().replaceFirst("-\\d+$", ""))
          .collect(toSet());
    }
  }

  private static void thenBothAnswerAlike(Operator here, Operator there) {
    JsonNode anyState = here.allStates(DONE).get(0);
    List<String> questions =
        List.of(
            "/v1/admin/journeys",
            "/v1/admin/journeys/" + DONE,
            "/v1/admin/journeys/%s/states?limit=100".formatted(DONE),
            "/v1/admin/journeys/%s/states?limit=100&offset=100".formatted(DONE),
            "/v1/admin/journeys/%s/states?userId=visitor-7".formatted(DONE),
            "/v1/admin/journeys/%s/decisions?limit=100".formatted(DONE),
            "/v1/admin/journey-logs/" + anyState.path("id").asText(),
            "/v1/admin/metrics/journeys",
            "/v1/admin/metrics/overview",
            "/v1/admin/metrics/journeys/" + DONE,
            "/v1/admin/contacts/visitor-7",
            "/v1/admin/contacts/visitor-7/preferences",
            "/v1/admin/contacts/visitor-7/timeline",
            "/v1/admin/dlq",
            "/v1/admin/holds",
            "/v1/admin/api-keys",
            "/v1/admin/audit-logs?limit=100",
            "/v1/admin/events?userId=visitor-7");
    for (String question : questions) {
      assertThat(there.read(question)).as(question).isEqualTo(here.read(question));
    }
    assertThat(here.allStates(DONE)).hasSize(BEFORE);
  }

  private static void thenEachCancelsAndTheOtherSeesIt(Operator here, Operator there) {
    cancel(here, there, WAITERS.get(0));
    cancel(there, here, WAITERS.get(1));
    Counts counts = new Counts(0, WAITERS.size() - 2, 0, 0, 2);
    assertThat(here.counts(WAITING)).isEqualTo(counts);
    assertThat(there.counts(WAITING)).isEqualTo(counts);
  }

  private static void thenBothExplainAlike(Operator here, Operator there) {
    String question = "{\"userId\": \"visitor-7\", \"event\": {\"name\": \"asked\"}}";
    String path = "/v1/admin/journeys/%s/explain".formatted(WAITING);
    assertThat(there.post(path, question).body().path("outcome").asText()).isEqualTo("entered");
    assertThat(here.post(path, question).body().path("outcome").asText()).isEqualTo("entered");
  }

  private static void thenOneCancelsAllAndTheOtherSeesIt(Operator here, Operator there) {
    Reply job =
        here.post("/v1/admin/journeys/%s/states/cancel".formatted(WAITING), "{\"limit\": 1000}");
    assertThat(job.status()).as("%s", job.body()).isEqualTo(202);
    String path = "/v1/admin/jobs/" + job.body().at("/job/id").asText();
    await()
        .atMost(NodeProcess.PATIENCE)
        .until(() -> there.get(path).body().at("/job/status").asText().equals("done"));
    assertThat(there.read(path)).isEqualTo(here.read(path));
    assertThat(there.read(path).at("/job/cancelled").asInt()).isEqualTo(WAITERS.size() - 2);
    assertThat(there.counts(WAITING)).isEqualTo(new Counts(0, 0, 0, 0, WAITERS.size()));
  }

  private static void cancel(Operator by, Operator seenBy, String person) {
    String id = by.statesOf(WAITING, person).get(0).path("id").asText();
    Reply reply = by.delete("/v1/admin/journeys/%s/states/%s".formatted(WAITING, id));
    assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
    assertThat(seenBy.statesOf(WAITING, person).get(0).path("status").asText()).isEqualTo("exited");
  }

  /** From the request after the answer on, whichever node gave it. */
  private static void thenAKeyOfOneCountsAtTheOtherUntilItIsRevoked(
      Operator maker, Operator other) {
    String keys = "/v1/admin/api-keys";
    JsonNode made = maker.post(keys, "{\"name\": \"ops\", \"role\": \"viewer\"}").body();
    String key = made.path("key").asText();
    assertThat(other.with(key).get("/v1/admin/journeys").status()).as("%s", made).isEqualTo(200);
    assertThat(maker.delete(keys + "/" + made.at("/apiKey/id").asText()).status()).isEqualTo(200);
    assertThat(other.with(key).get("/v1/admin/journeys").status()).isEqualTo(401);
    assertThat(maker.with(key).get("/v1/admin/journeys").status()).isEqualTo(401);
  }

  private static void thenWholeOrComeAgain(Reply reply) {
    if (reply.status() == 503) {
      assertThat(reply.retryAfter()).isPresent();
      return;
    }
    assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
    assertThat(reply.body().path("total").asInt()).isEqualTo(BEFORE);
    assertThat(reply.body().path("states")).hasSize(100);
  }

  private static void thenEverybodyWasMailedTwice(Operator operator) {
    assertThat(operator.counts(MAILED)).isEqualTo(new Counts(0, 0, 2 * BEFORE, 0, 0));
    List<JsonNode> states = operator.allStates(MAILED);
    assertThat(states.stream().map(state -> state.path("userId").asText()).collect(toSet()))
        .hasSize(2 * BEFORE);
    Set<List<String>> walks =
        states.stream().map(state -> operator.actions(state.path("id").asText())).collect(toSet());
    assertThat(walks)
        .containsExactly(List.of("entered", "email_sent", "waited", "email_sent", "completed"));
    assertThat(operator.counts(DONE)).isEqualTo(new Counts(0, 0, BEFORE, 0, 0));
  }
}
