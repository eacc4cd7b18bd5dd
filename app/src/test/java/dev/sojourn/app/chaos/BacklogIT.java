package dev.sojourn.app.chaos;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.app.broker.EmbeddedBroker;
import dev.sojourn.app.chaos.Operator.Counts;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.processor.timer.TimerKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node comes back to everything that happened while it was away. */
@Timeout(300)
final class BacklogIT {

  private static final String BARE = "bare";
  private static final String MAILED = "mailed";
  private static final int PERSONS = 2_000;
  private static final int EVENTS = 20_000;
  private static final List<String> NAMES = List.of("started", "paid", "left", "other");
  private static final long SEED = 20_261_121;

  @TempDir Path dir;

  private record Written(String person, String event, String uuid) {}

  @Test
  void shouldCountEverybodyOnceWhenItReadsABacklogWithRepeats() throws Exception {
    // given
    Path journeys = dir.resolve("journeys");
    new JourneyFiles(journeys)
        .template("hello")
        .journey(BARE, waiting(""))
        .journey(
            MAILED,
            waiting("- { id: mail, type: send, channel: email, template: hello, next: wait }\n  "));
    List<Written> backlog = backlog(new Random(SEED));
    try (EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("kafka"), 0)) {
      node(broker, journeys).close();

      // when
      try (EventWriter events = new EventWriter(broker.bootstrapServers())) {
        backlog.forEach(one -> events.writeSoon(one.person(), one.event(), one.uuid()));
        events.settle();
      }

      // then
      try (LocalNode node = node(broker, journeys)) {
        Operator operator = node.operator();
        Counts expected = expected(backlog);
        await()
            .atMost(NodeProcess.PATIENCE)
            .until(
                () ->
                    operator.counts(BARE).all() == expected.all()
                        && operator.counts(MAILED).all() == expected.all()
                        && operator.counts(MAILED).active() == 0);
        assertThat(operator.counts(BARE)).isEqualTo(expected);
        List<JsonNode> bare = thenAllCountsAgree(operator, BARE);
        List<JsonNode> mailed = thenAllCountsAgree(operator, MAILED);
        List<JsonNode> both = new ArrayList<>(bare);
        both.addAll(mailed);
        // Nobody is in the middle of a send any more: who lives, waits, and not without an end.
        // What the API shows may be a moment ahead of what is committed.
        await()
            .atMost(NodeProcess.PATIENCE)
            .untilAsserted(() -> assertThat(timers(broker)).isEqualTo(ids(both, "waiting")));
      }
    }
  }

  private static String waiting(String before) {
    return """
    trigger: { event: started }
    entryLimit: once
    exitOn: [{ event: left }]
    steps:
      %s- { id: wait, type: wait_for_event, event: paid, timeout: PT1H, next: end, timeoutNext: late }
      - { id: late, type: exit, reason: late }
      - { id: end, type: complete }
    """
        .formatted(before);
  }

  private LocalNode node(EmbeddedBroker broker, Path journeys) throws Exception {
    return LocalNode.start(Profile.DEV, broker.bootstrapServers(), dir.resolve("state"), journeys);
  }

  private static List<Written> backlog(Random random) {
    List<Written> backlog = new ArrayList<>();
    while (backlog.size() < EVENTS) {
      String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
      String person = "person-" + random.nextInt(PERSONS);
      Written event = new Written(person, NAMES.get(random.nextInt(NAMES.size())), uuid);
      backlog.add(event);
      if (random.nextInt(10) == 0) {
        backlog.add(event);
      }
    }
    Collections.shuffle(backlog, random);
    return backlog;
  }

  /** What comes of it when each person's events count in their order, and each uuid once. */
  private static Counts expected(List<Written> backlog) {
    Set<String> seen = new HashSet<>();
    Map<String, String> statuses = new HashMap<>();
    for (Written one : backlog) {
      if (seen.add(one.person() + one.uuid())) {
        String before = statuses.get(one.person());
        if (before == null && one.event().equals("started")) {
          statuses.put(one.person(), "waiting");
        } else if ("waiting".equals(before) && one.event().equals("paid")) {
          statuses.put(one.person(), "completed");
        } else if ("waiting".equals(before) && one.event().equals("left")) {
          statuses.put(one.person(), "exited");
        }
      }
    }
    Map<String, Long> numbers = statuses.values().stream().collect(groupingBy(s -> s, counting()));
    return new Counts(
        0, numbers.get("waiting"), numbers.get("completed"), 0, numbers.get("exited"));
  }

  private static List<JsonNode> thenAllCountsAgree(Operator operator, String journey) {
    Counts counts = operator.counts(journey);
    List<JsonNode> states = operator.allStates(journey);
    assertThat(states).hasSize((int) counts.all());
    assertThat(states.stream().map(state -> state.path("userId").asText()).collect(toSet()))
        .as("entries, at most one a person")
        .hasSameSizeAs(states);
    assertThat(
            new Counts(
                ids(states, "active").size(),
                ids(states, "waiting").size(),
                ids(states, "completed").size(),
                ids(states, "failed").size(),
                ids(states, "exited").size()))
        .isEqualTo(counts);
    assertThat(operator.total(journey, "waiting")).isEqualTo(counts.waiting());
    assertThat(operator.total(journey, "completed")).isEqualTo(counts.completed());
    assertThat(operator.total(journey, "exited")).isEqualTo(counts.exited());
    JsonNode metrics = operator.metrics(journey);
    assertThat(metrics.path("enrolled").asLong()).isEqualTo(counts.all());
    assertThat(metrics.path("active").asLong()).isEqualTo(counts.active() + counts.waiting());
    assertThat(metrics.path("completed").asLong()).isEqualTo(counts.completed());
    assertThat(metrics.path("exited").asLong()).isEqualTo(counts.exited());
    return states;
  }

  private static Set<String> ids(List<JsonNode> states, String status) {
    return states.stream()
        .filter(state -> state.path("status").asText().equals(status))
        .map(state -> state.path("id").asText())
        .collect(toSet());
  }

  /** The instances that have a timer, by the log from which the store would be restored. */
  private static Set<String> timers(EmbeddedBroker broker) {
    Map<Bytes, byte[]> rows = new HashMap<>();
    CommittedLog.of("sojourn-engine-timers-changelog", broker.bootstrapServers())
        .forEach(row -> rows.put(Bytes.wrap(row.key()), row.value()));
    rows.values().removeIf(value -> value == null);
    return rows.keySet().stream()
        .map(key -> TimerKey.read(key).instance().toString())
        .collect(toSet());
  }
}
