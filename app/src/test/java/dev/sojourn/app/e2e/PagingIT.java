package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.list;
import static dev.sojourn.app.e2e.LiveSojourn.texts;
import static dev.sojourn.app.e2e.TestJourneys.sleeping;
import static dev.sojourn.app.e2e.TestJourneys.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.app.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A long list, read page by page while it changes. */
@ExtendWith(OneSojourn.class)
final class PagingIT {

  private static final int ENTERED = 100_000;
  private static final int PAGE = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** How many pages before the reader is at an instance its end is in the log. */
  private static final int AHEAD = 15;

  @Test
  void shouldShowEverybodyOnceWhileSomeEndAndOthersEnter(
      EmbeddedBroker broker, @TempDir Path folder) throws Exception {
    try (LiveSojourn sojourn = LiveSojourn.start(Installation.open(broker, folder, "paging"))) {
      // given
      sojourn.journey(
          waiting("long-list", "list:enter", "list:done", "PT1H", exitOn("list:leave")));
      for (int i = 0; i < ENTERED; i++) {
        sojourn.topic().send(person(i), event(person(i), "list:enter"));
      }
      await()
          .atMost(PATIENCE)
          .until(() -> waitingIn(sojourn, "long-list"), waiting -> waiting == ENTERED);

      // when
      Map<String, Integer> seen = new HashMap<>();
      Set<String> statuses = new HashSet<>();
      String cursor = "";
      int page = 0;
      while (cursor != null) {
        move(sojourn, page++);
        JsonNode answer =
            sojourn
                .get("/v1/admin/journeys/long-list/states?limit=%d%s".formatted(PAGE, cursor))
                .expect(200);
        for (JsonNode state : answer.get("states")) {
          seen.merge(state.get("userId").asText(), 1, Integer::sum);
          statuses.add(state.get("status").asText());
        }
        cursor = answer.has("cursor") ? "&cursor=" + answer.get("cursor").asText() : null;
      }

      // then
      assertThat(statuses).contains("waiting", "completed", "exited");
      assertThat(seen.values().stream().filter(times -> times > 1)).as("shown again").isEmpty();
      assertThat(IntStream.range(0, ENTERED).filter(i -> !seen.containsKey(person(i))))
          .as("never shown")
          .isEmpty();
    }
  }

  @Test
  void shouldGoOnFromARowThatHasEndedMeanwhile(LiveSojourn sojourn) {
    // given
    sojourn.journey(sleeping("ended-row", "row:enter", exitOn("row:leave")));
    for (int i = 0; i < 10; i++) {
      sojourn.whenEvent("row-" + i, "row:enter");
    }
    String path = "/v1/admin/journeys/ended-row/states?limit=4";
    Reply first = sojourn.get(path);
    List<String> shown = texts(list(first, "states"), "userId");

    // when
    sojourn.whenEvent("row-10", "row:enter");
    shown.forEach(person -> sojourn.whenEvent(person, "row:leave"));
    Reply second = sojourn.get(path + "&cursor=" + first.json().get("cursor").asText());

    // then
    assertThat(shown).containsExactly("row-9", "row-8", "row-7", "row-6");
    assertThat(texts(list(second, "states"), "userId"))
        .containsExactly("row-5", "row-4", "row-3", "row-2");
    assertThat(second.json().get("total").asInt()).isEqualTo(11);
    assertThat(second.json().get("offset").asInt()).isZero();
  }

  /** The newest are read first: a quarter of those that are near completes, and a quarter exits. */
  private static void move(LiveSojourn sojourn, int page) {
    int near = ENTERED - PAGE * (page + AHEAD);
    for (int i = Math.max(0, near); i < Math.max(0, near + PAGE); i++) {
      if (i % 4 < 2) {
        String person = person(i);
        sojourn.topic().send(person, event(person, i % 4 == 0 ? "list:done" : "list:leave"));
      }
    }
    String newcomer = "newcomer-" + page;
    sojourn.topic().send(newcomer, event(newcomer, "list:enter"));
  }

  private static int waitingIn(LiveSojourn sojourn, String journey) {
    return sojourn
        .get("/v1/admin/journeys/" + journey)
        .expect(200)
        .at("/journey/counts/waiting")
        .asInt();
  }

  private static String exitOn(String event) {
    return "\"exitOn\": [{\"event\": \"%s\"}],".formatted(event);
  }

  private static String person(int number) {
    return "listed-" + number;
  }

  private static String event(String person, String name) {
    return "{\"event\": \"%s\", \"distinct_id\": \"%s\"}".formatted(name, person);
  }
}
