package dev.sojourn.http.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.http.FakeEngine;
import dev.sojourn.http.FakeLog;
import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.cluster.RemoteQueries;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.event.ReverseEventScan.Found;
import dev.sojourn.http.event.ReverseEventScan.Range;
import dev.sojourn.http.event.ReverseEventScan.Swept;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.processor.query.QueryResult.EventRow;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.topic.Partitions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReverseEventScanTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");
  private static final int PARTITIONS = 4;
  private static final Range ALL = new Range(null, NOW, NOW.plusSeconds(3_600));

  private final FakeEngine engine = new FakeEngine();
  private final FakeLog log = new FakeLog();
  private final ClusterQueries reads = new ClusterQueries(engine, new RemoteQueries("key"));

  private ReverseEventScan sweep(int chunk) {
    return new ReverseEventScan(reads, log, chunk);
  }

  private Place written(int partition, String userId, String name, String uuid, int second) {
    return log.write(
        partition,
        NOW.plusSeconds(second),
        new CanonicalEvent(uuid, name, userId, null, Map.of(), null, "api", null));
  }

  /** An event that stands where it belongs and is stored as it stands there. */
  private void given(String userId, String name, String uuid, int second) {
    int partition = Partitions.of(userId, PARTITIONS);
    stored(written(partition, userId, name, uuid, second), userId, name, uuid);
  }

  private void stored(Place place, String userId, String name, String uuid) {
    String id = EventIds.derive(Partitions.hash(userId), userId, uuid).toString();
    engine.events.add(new EventRow(id, userId, name, NOW, place.partition(), place.offset()));
  }

  private static String userOf(int partition) {
    int number = 0;
    while (Partitions.of("user_" + number, PARTITIONS) != partition) {
      number++;
    }
    return "user_" + number;
  }

  private void givenSixtyEventsInMomentsOfFive() {
    for (int i = 0; i < 60; i++) {
      given("user_" + i % 13, i % 6 == 0 ? "rare" : "common", "uuid-" + i, i / 5);
    }
  }

  /** What the pages show, and that each but the last is full. */
  private List<Found> paged(ReverseEventScan sweep, Range range, int limit) {
    List<Found> seen = new ArrayList<>();
    Swept page = sweep.page(range, null, 0, limit);
    seen.addAll(page.events());
    while (page.next() != null) {
      assertThat(page.events()).hasSize(limit);
      LogCursor next = LogCursor.read("a1", page.next().write("a1"), PARTITIONS).orElseThrow();
      page = sweep.page(range, next, 0, limit);
      assertThat(page.events()).isNotEmpty();
      seen.addAll(page.events());
    }
    return seen;
  }

  private static List<Place> places(List<Found> events) {
    return events.stream().map(found -> found.taken().place()).toList();
  }

  private List<Place> newestFirst() {
    return log.log.stream()
        .sorted(
            Comparator.comparing((dev.sojourn.http.kafka.EventLog.Taken taken) -> taken.at())
                .reversed()
                .thenComparing(taken -> taken.place().partition())
                .thenComparing(taken -> -taken.place().offset()))
        .map(taken -> taken.place())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 7", "3, 1", "3, 7", "3, 60", "250, 7", "250, 59", "250, 100"})
  void shouldShowEveryEventOnceFromCursorToCursor(int chunk, int limit) {
    // given
    givenSixtyEventsInMomentsOfFive();

    // when
    List<Found> seen = paged(sweep(chunk), ALL, limit);

    // then
    assertThat(places(seen)).isEqualTo(newestFirst());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 250})
  void shouldReadOnUntilItFindsWhatIsNamed(int chunk) {
    // given
    givenSixtyEventsInMomentsOfFive();

    // when
    List<Found> seen = paged(sweep(chunk), new Range("rare", ALL.from(), ALL.to()), 4);

    // then
    assertThat(seen).hasSize(10).allMatch(found -> found.row().event().equals("rare"));
  }

  @Test
  void shouldReadNoFurtherThanThePageNeeds() {
    // given
    givenSixtyEventsInMomentsOfFive();

    // when
    Swept page = sweep(2).page(ALL, null, 0, 2);

    // then
    assertThat(page.events()).hasSize(2);
    assertThat(log.chunksRead).isLessThanOrEqualTo(2 * PARTITIONS);
  }

  @Test
  void shouldTakeBothEndsOfTheRange() {
    // given
    for (int second = 0; second < 6; second++) {
      given("user_1", "a", "uuid-" + second, second);
    }

    // when
    Swept page =
        sweep(2).page(new Range(null, NOW.plusSeconds(2), NOW.plusSeconds(4)), null, 0, 10);

    // then
    assertThat(page.events().stream().map(found -> found.taken().at()))
        .containsExactly(NOW.plusSeconds(4), NOW.plusSeconds(3), NOW.plusSeconds(2));
    assertThat(page.next()).isNull();
  }

  @Test
  void shouldPassOverWhatIsNotStoredAsItStands() {
    // given
    String user = userOf(0);
    given(user, "first", "same", 0);
    written(0, user, "repeat", "same", 1);
    written(0, user, "erased", "gone", 2);
    written(1, user, "astray", "moved", 3);
    given(user, "rerouted", "moved", 4);

    // when
    Swept page = sweep(2).page(ALL, null, 0, 10);

    // then
    assertThat(page.events().stream().map(found -> found.taken().event().event()))
        .containsExactly("rerouted", "first");
  }

  @Test
  void shouldKnowAnEventWithoutAnIdByItsPlace() {
    // given
    String user = userOf(2);
    Place place =
        log.write(2, NOW, new CanonicalEvent(null, "a", user, null, Map.of(), null, "api", null));
    stored(place, user, "a", "2-0");

    // then
    assertThat(places(sweep(2).page(ALL, null, 0, 10).events())).containsExactly(place);
  }

  @Test
  void shouldPassOverAsManyAsTheOffsetSays() {
    // given
    givenSixtyEventsInMomentsOfFive();

    // when
    Swept page = sweep(3).page(ALL, null, 20, 10);

    // then
    assertThat(places(page.events())).isEqualTo(newestFirst().subList(20, 30));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 7, 9, 13})
  void shouldGoOnFromWhatIsCertainWhenTimeRunsOut(int chunks) {
    // given
    givenSixtyEventsInMomentsOfFive();

    // when
    List<Place> seen = new ArrayList<>();
    LogCursor next = null;
    do {
      log.mostChunks = log.chunksRead + chunks;
      Swept page = sweep(2).page(ALL, next, next == null ? 10 : 0, 20);
      seen.addAll(places(page.events()));
      next = page.next();
    } while (next != null);

    // then
    assertThat(seen).isEqualTo(newestFirst().subList(10, 60));
  }

  @Test
  void shouldShowNothingThatSomethingUnreadMightBeNewerThan() {
    // given
    given(userOf(0), "old", "uuid-0", 0);
    for (int i = 0; i < 9; i++) {
      written(1, userOf(1), "not stored", "uuid-" + i, 10 + i);
    }

    // when the other partition is read once, and not to its end
    log.mostChunks = 2;
    Swept page = sweep(2).page(ALL, null, 0, 10);

    // then
    assertThat(page.events()).isEmpty();
    assertThat(page.next()).isNotNull();
  }

  @Test
  void shouldBeUnavailableWhenNothingCanBeRead() {
    // given
    given("user_1", "a", "uuid", 0);
    log.mostChunks = 0;

    // then
    assertThatThrownBy(() -> sweep(2).page(ALL, null, 0, 10))
        .isInstanceOf(UnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "NA",
        "Mzo6MDph",
        "NDo6OTk5OTk5OjEsMiwzLDQ",
        "NDo6MDoxLDIsMw",
        "NDphMTowOjEsMiwzLDQ",
        "!"
      })
  void shouldTakeNoOtherCursor(String cursor) {
    assertThat(LogCursor.read("", cursor, PARTITIONS)).isEmpty();
  }
}
