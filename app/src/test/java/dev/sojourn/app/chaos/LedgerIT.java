package dev.sojourn.app.chaos;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.app.broker.EmbeddedBroker;
import dev.sojourn.app.chaos.Operator.Counts;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.topics.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Three books are kept of who is where: counters, instances and the journal. They agree. */
final class LedgerIT {

  private static final int ACTIONS = 10_000;
  private static final int SOAK_ACTIONS = 100_000;
  private static final int PERSONS = 300;
  private static final List<String> JOURNEYS = List.of("waits", "mails", "fails");
  private static final List<String> EVENTS = List.of("start", "paid", "left", "broken", "other");

  /** Something that happens to a person or is done by an operator. */
  sealed interface Action {}

  /** An event of a person; a repeat comes under the uuid of the event before it. */
  record Happens(int person, String event, boolean again) implements Action {}

  record Toggles(String journey, boolean enabled) implements Action {}

  record Cancels(int person, String journey) implements Action {}

  record CancelsMany(String journey, int limit) implements Action {}

  record Replays(int person) implements Action {}

  record Retries() implements Action {}

  record Restarts() implements Action {}

  @Provide
  Arbitrary<List<Action>> histories() {
    return histories(ACTIONS);
  }

  @Provide
  Arbitrary<List<Action>> soakHistories() {
    return histories(SOAK_ACTIONS);
  }

  private static Arbitrary<List<Action>> histories(int length) {
    Arbitrary<Integer> persons = Arbitraries.integers().between(0, PERSONS - 1);
    Arbitrary<String> journeys = Arbitraries.of(JOURNEYS);
    Arbitrary<Action> actions =
        Arbitraries.frequencyOf(
            Tuple.of(
                9_700,
                Combinators.combine(
                        persons,
                        Arbitraries.of(EVENTS),
                        Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true)))
                    .as(Happens::new)),
            Tuple.of(
                60, Combinators.combine(journeys, Arbitraries.of(true, false)).as(Toggles::new)),
            Tuple.of(120, Combinators.combine(persons, journeys).as(Cancels::new)),
            Tuple.of(
                10,
                Combinators.combine(journeys, Arbitraries.integers().between(1, 20))
                    .as(CancelsMany::new)),
            Tuple.of(80, persons.map(Replays::new)),
            Tuple.of(25, Arbitraries.create(Retries::new)),
            Tuple.of(4, Arbitraries.create(Restarts::new)));
    return actions.list().ofSize(length);
  }

  @Property(
      tries = 1,
      seed = "20261121",
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.BOUNDED)
  void shouldKeepThreeBooksThatAgree(@ForAll("histories") List<Action> history) throws Exception {
    thenThreeBooksAgreeAfter(history);
  }

  /** Another history each time, for ten times as long. */
  @Property(
      tries = 1,
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.OFF)
  @Tag("soak")
  void shouldKeepThreeBooksThatAgreeForLong(@ForAll("soakHistories") List<Action> history)
      throws Exception {
    thenThreeBooksAgreeAfter(history);
  }

  private static void thenThreeBooksAgreeAfter(List<Action> history) throws Exception {
    Path dir = Files.createTempDirectory("ledger");
    try (EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("kafka"), 0);
        EventWriter events = new EventWriter(broker.bootstrapServers());
        World world = new World(broker, dir, events)) {
      history.forEach(world::live);
      world.settle();
      for (String journey : JOURNEYS) {
        Counts counters = world.operator().counts(journey);
        assertThat(world.instances(journey)).as("instances of %s", journey).isEqualTo(counters);
        assertThat(world.journal(journey)).as("journal of %s", journey).isEqualTo(counters);
      }
      thenEverythingHasHappenedToSomebody(world.operator());
    } finally {
      delete(dir);
    }
  }

  /** Otherwise it would show little. */
  private static void thenEverythingHasHappenedToSomebody(Operator operator) {
    assertThat(operator.counts("waits").completed()).isPositive();
    assertThat(operator.counts("waits").exited()).isPositive();
    assertThat(operator.counts("mails").completed()).isPositive();
    assertThat(operator.counts("fails").failed()).isPositive();
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** A node, what is done to it, and its three books. */
  private static final class World implements AutoCloseable {

    private final EmbeddedBroker broker;
    private final Path dir;
    private final EventWriter events;
    private LocalNode node;
    private int written;

    World(EmbeddedBroker broker, Path dir, EventWriter events) throws Exception {
      this.broker = broker;
      this.dir = dir;
      this.events = events;
      new JourneyFiles(dir.resolve("journeys"))
          .template("hello")
          .journey(
              "waits",
              """
              trigger: { event: start }
              entryLimit: unlimited
              exitOn: [{ event: left }]
              maxDuration: PT4S
              steps:
                - { id: wait, type: wait_for_event, event: paid, timeout: PT2S, next: end, timeoutNext: late }
                - { id: late, type: exit, reason: late }
                - { id: end, type: complete }
              """)
          .journey(
              "mails",
              """
              trigger: { event: start }
              entryLimit: once_per_period
              entryPeriod: PT1S
              exitOn: [{ event: left }]
              steps:
                - { id: mail, type: send, channel: email, template: hello, next: nap }
                - { id: nap, type: sleep, duration: PT0.3S, next: end }
                - { id: end, type: complete }
              """)
          .journey(
              "fails",
              """
              trigger: { event: broken }
              entryLimit: unlimited
              exitOn: [{ event: left }]
              steps:
                - { id: nap, type: sleep, duration: PT0.1S, next: mail }
                - { id: mail, type: send, channel: email, template: nowhere, next: end }
                - { id: end, type: complete }
              """);
      start();
    }

    private void start() throws Exception {
      node =
          LocalNode.start(
              Profile.DEV,
              broker.bootstrapServers(),
              dir.resolve("state"),
              dir.resolve("journeys"));
    }

    Operator operator() {
      return node.operator();
    }

    void live(Action action) {
      if (action instanceof Happens happens) {
        written += happens.again() ? 0 : 1;
        events.writeSoon(
            "person-" + happens.person(), happens.event(), new UUID(1, written).toString());
      } else if (action instanceof Toggles toggles) {
        expect(
            200,
            operator()
                .patch(
                    "/v1/admin/journeys/" + toggles.journey(),
                    "{\"enabled\": %s}".formatted(toggles.enabled())));
      } else if (action instanceof Cancels cancels) {
        cancel(cancels);
      } else if (action instanceof CancelsMany many) {
        expect(
            202,
            operator()
                .post(
                    "/v1/admin/journeys/%s/states/cancel".formatted(many.journey()),
                    "{\"limit\": %d}".formatted(many.limit())));
      } else if (action instanceof Replays replays) {
        expect(
            200,
            operator()
                .post(
                    "/v1/admin/events/replay",
                    "{\"filter\": {\"userId\": \"person-%d\"}, \"limit\": 20}"
                        .formatted(replays.person())));
      } else if (action instanceof Retries) {
        retry();
      } else {
        restart();
      }
    }

    /** Whoever it is may have ended meanwhile. */
    private void cancel(Cancels cancels) {
      operator().statesOf(cancels.journey(), "person-" + cancels.person()).stream()
          .limit(1)
          .map(state -> state.path("id").asText())
          .forEach(
              id ->
                  assertThat(
                          operator()
                              .delete(
                                  "/v1/admin/journeys/%s/states/%s"
                                      .formatted(cancels.journey(), id))
                              .status())
                      .isIn(200, 409));
    }

    /** One that failed goes on, unless its person is in that journey again. */
    private void retry() {
      operator()
          .read("/v1/admin/dlq?source=journey&status=pending&limit=1")
          .path("entries")
          .forEach(
              entry ->
                  assertThat(
                          operator()
                              .post(
                                  "/v1/admin/dlq/%s/retry".formatted(entry.path("id").asText()),
                                  "{}")
                              .status())
                      .isIn(200, 409));
    }

    private void restart() {
      try {
        node.close();
        start();
      } catch (Exception e) {
        throw new AssertionError("expected a node that starts again", e);
      }
    }

    /** Returns when everything is decided and nobody is on the way any more. */
    void settle() {
      events.settle();
      await()
          .atMost(NodeProcess.PATIENCE)
          .until(
              () ->
                  JOURNEYS.stream()
                          .map(operator()::counts)
                          .allMatch(counts -> counts.active() + counts.waiting() == 0)
                      && isRead());
    }

    /** An event with a key is answered when all before it in its partition are decided. */
    private boolean isRead() {
      Map<String, Object> batch =
          Map.of(
              "events",
              IntStream.range(0, PERSONS)
                  .mapToObj(
                      person ->
                          Map.of(
                              "name", "settled",
                              "userId", "person-" + person,
                              "idempotencyKey", "settled-" + person))
                  .toList());
      JsonNode results =
          operator()
              .post("/v1/events/batch", new String(Json.bytes(batch), StandardCharsets.UTF_8))
              .body()
              .path("results");
      boolean all = results.size() == PERSONS;
      for (JsonNode result : results) {
        all &= result.has("stored");
      }
      return all;
    }

    private static void expect(int status, Operator.Reply reply) {
      assertThat(reply.status()).as("%s", reply.body()).isEqualTo(status);
    }

    Counts instances(String journey) {
      return counts(
          operator().allStates(journey).stream()
              .collect(groupingBy(state -> state.path("status").asText(), counting())));
    }

    /** What the journal says became of each instance last. */
    Counts journal(String journey) throws IOException {
      Map<String, String> last = new HashMap<>();
      for (ConsumerRecord<byte[], byte[]> record :
          CommittedLog.of("sojourn.journal", broker.bootstrapServers())) {
        for (JsonNode move : Json.mapper().readTree(record.value()).path("moves")) {
          if (move.path("journeyId").asText().equals(journey)) {
            last.put(move.path("stateId").asText(), move.path("status").asText());
          }
        }
      }
      return counts(last.values().stream().collect(groupingBy(status -> status, counting())));
    }

    private static Counts counts(Map<String, Long> found) {
      Map<String, Long> numbers = new TreeMap<>(found);
      return new Counts(
          numbers.getOrDefault("active", 0L),
          numbers.getOrDefault("waiting", 0L),
          numbers.getOrDefault("completed", 0L),
          numbers.getOrDefault("failed", 0L),
          numbers.getOrDefault("exited", 0L));
    }

    @Override
    public void close() {
      node.close();
    }
  }
}
