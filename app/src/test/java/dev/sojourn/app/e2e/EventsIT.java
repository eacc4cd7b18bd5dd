package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.eventually;
import static dev.sojourn.app.e2e.LiveSojourn.list;
import static dev.sojourn.app.e2e.LiveSojourn.texts;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.app.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "What has come in?", of somebody and of everybody. */
@ExtendWith(OneSojourn.class)
final class EventsIT {

  private final LiveSojourn sojourn;

  EventsIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  private static String event(String userId, String name, String uuid) {
    return "{\"uuid\": \"%s\", \"event\": \"%s\", \"distinct_id\": \"%s\", \"properties\": {\"n\": 1}}"
        .formatted(uuid, name, userId);
  }

  /** The log's time of a record. */
  private static Instant taken(RecordMetadata record) {
    return Instant.ofEpochMilli(record.timestamp());
  }

  private static String range(Instant from, Instant to) {
    return "/v1/admin/events?from=%s&to=%s".formatted(from, to);
  }

  @Test
  void shouldFindAnEventByTheIdThatItsWriterWasTold() {
    // given
    JsonNode written =
        sojourn
            .http()
            .post(
                "/v1/events",
                "{\"userId\": \"by-id\", \"name\": \"by:id\", \"eventProperties\": {\"n\": 7}}",
                "by-id-1")
            .expect(202);

    // when
    String path = "/v1/admin/events/" + written.get("eventId").asText();
    JsonNode found = sojourn.get(path).expect(200);

    // then
    assertThat(found.get("event"))
        .isEqualTo(list(sojourn.get("/v1/admin/events?userId=by-id"), "events").get(0));
    assertThat(found.at("/event/properties/n").asInt()).isEqualTo(7);
    assertThat(sojourn.get(path.substring(0, path.length() - 1) + "x").refused(404))
        .isEqualTo("Event not found");
  }

  @Test
  void shouldShowOnceWhatCameTwiceOrAstrayAndNothingThatIsNoEvent() {
    // given
    RecordMetadata first =
        sojourn.topic().write("seen-once-1", event("seen-once-1", "seen-once:a", "seen-once-1"));
    sojourn.topic().write("seen-once-2", event("seen-once-2", "seen-once:b", "seen-once-2"));
    sojourn.topic().write("seen-once-1", event("seen-once-1", "seen-once:a", "seen-once-1"));
    sojourn.topic().writeAstray("seen-once-3", event("seen-once-3", "seen-once:c", "seen-once-3"));
    RecordMetadata bad = sojourn.topic().write("seen-once-4", "{\"event\": \"seen-once:d\"}");
    sojourn.topic().deadLetterOf(bad);
    for (String person : List.of("seen-once-1", "seen-once-2", "seen-once-3")) {
      eventually(
          () ->
              assertThat(list(sojourn.get("/v1/admin/events?userId=" + person), "events"))
                  .hasSize(1));
    }
    RecordMetadata last =
        sojourn.topic().write("seen-once-5", event("seen-once-5", "seen-once:e", "seen-once-5"));
    eventually(
        () ->
            assertThat(list(sojourn.get("/v1/admin/events?userId=seen-once-5"), "events"))
                .hasSize(1));

    // when
    JsonNode found = sojourn.get(range(taken(first), taken(last)) + "&limit=100").expect(200);

    // then others may write meanwhile
    List<String> users =
        found.findValuesAsText("userId").stream()
            .filter(user -> user.startsWith("seen-once-"))
            .toList();
    assertThat(users)
        .containsExactlyInAnyOrder("seen-once-1", "seen-once-2", "seen-once-3", "seen-once-5");
    assertThat(users.get(0)).isEqualTo("seen-once-5");
    JsonNode named =
        sojourn.get(range(taken(first), taken(last)) + "&event=seen-once:b").expect(200);
    assertThat(named.get("events").findValuesAsText("userId")).containsExactly("seen-once-2");
    assertThat(named.get("hasMore").asBoolean()).isFalse();
    assertThat(named.has("total")).isFalse();
  }

  @Test
  void shouldShowEveryEventOfARangeOnceFromCursorToCursor(
      EmbeddedBroker broker, @TempDir Path folder) throws Exception {
    try (LiveSojourn own = LiveSojourn.start(Installation.open(broker, folder, "events"))) {
      // given more in each partition than are read at a time
      RecordMetadata first = own.topic().write("many", event("many", "many:first", "first"));
      for (int i = 0; i < 1_600; i++) {
        String person = "many-" + i % 40;
        own.topic().send(person, event(person, i % 400 == 0 ? "many:rare" : "many:seen", "m-" + i));
      }
      own.topic().settle();
      RecordMetadata last = own.topic().write("many", event("many", "many:last", "last"));
      for (int person = 0; person < 40; person++) {
        String path = "/v1/admin/events?limit=1&userId=many-" + person;
        eventually(() -> assertThat(own.get(path).expect(200).get("total").asInt()).isEqualTo(40));
      }
      eventually(
          () ->
              assertThat(own.get("/v1/admin/events?userId=many").expect(200).get("total").asInt())
                  .isEqualTo(2));
      String range = range(taken(first), taken(last));

      // when
      List<JsonNode> all = new ArrayList<>();
      JsonNode page = own.get(range + "&limit=90").expect(200);
      page.get("events").forEach(all::add);
      while (page.has("cursor")) {
        page = own.get(range + "&limit=90&cursor=" + page.get("cursor").asText()).expect(200);
        page.get("events").forEach(all::add);
      }
      List<JsonNode> rare = list(own.get(range + "&event=many:rare"), "events");
      List<JsonNode> deep = list(own.get(range + "&limit=50&offset=1000"), "events");

      // then
      Set<String> ids = new HashSet<>(texts(all, "id"));
      assertThat(all).hasSize(1_602);
      assertThat(ids).hasSize(1_602);
      assertThat(IntStream.range(1, all.size()))
          .as("none newer than the one before")
          .allMatch(
              i ->
                  all.get(i - 1)
                          .get("occurredAt")
                          .asText()
                          .compareTo(all.get(i).get("occurredAt").asText())
                      >= 0);
      assertThat(texts(rare, "event")).hasSize(4).containsOnly("many:rare");
      assertThat(deep).isEqualTo(all.subList(1_000, 1_050));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "from=2026-01-15T10:00:00Z, to",
    "event=a, userId",
    "from=2026-01-15T10:00:00Z&to=2026-01-16T10:00:00.001Z, to",
    "from=2026-01-15T10:00:01Z&to=2026-01-15T10:00:00Z, from",
    "from=2026-01-15T10:00:00Z&to=2026-01-15T11:00:00Z&cursor=x, cursor",
    "userId=x&cursor=x, cursor",
    "userId=x&offset=10001, offset",
    "userId=x&limit=101, limit"
  })
  void shouldSayWhichParameterIsWrong(String query, String named) {
    assertThat(sojourn.get("/v1/admin/events?" + query).refused(400)).contains("'" + named + "'");
  }

  @Test
  void shouldShowNothingOfATimeWithoutEvents() {
    // when
    JsonNode longAgo =
        sojourn.get(range(Instant.EPOCH, Instant.EPOCH.plusSeconds(86_400))).expect(200);
    JsonNode ahead =
        sojourn
            .get(
                range(Instant.parse("2999-01-01T00:00:00Z"), Instant.parse("2999-01-02T00:00:00Z")))
            .expect(200);

    // then
    assertThat(longAgo.get("events")).isEmpty();
    assertThat(ahead.get("events")).isEmpty();
    assertThat(ahead.get("hasMore").asBoolean()).isFalse();
  }

  @Test
  void shouldSayWhyThereIsNoDecisionOfAPerson() {
    // given
    sojourn.whenEvent("noted-1", "noted:start");
    sojourn.journey(instant("noted-late", "noted:start", ""));
    String path = "/v1/admin/journeys/noted-late/decisions";

    // when
    JsonNode stored = sojourn.get(path + "?userId=noted-1").expect(200);
    JsonNode never = sojourn.get(path + "?userId=noted-2").expect(200);
    sojourn.whenEvent("noted-1", "noted:start");
    JsonNode decided = sojourn.get(path + "?userId=noted-1").expect(200);

    // then
    assertThat(stored.get("note").asText()).contains("before this journey was published");
    assertThat(never.get("note").asText()).contains("never arrived");
    assertThat(decided.get("total").asInt()).isEqualTo(1);
    assertThat(decided.has("note")).isFalse();
  }
}
