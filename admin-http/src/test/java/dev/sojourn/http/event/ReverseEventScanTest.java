package dev.sojourn.http.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.http.Given;
import dev.sojourn.http.TestCluster;
import dev.sojourn.http.TestLogReader;
import dev.sojourn.http.TestNode;
import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.cluster.RemoteQueries;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.event.ReverseEventScan.Found;
import dev.sojourn.http.event.ReverseEventScan.Range;
import dev.sojourn.http.event.ReverseEventScan.Swept;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.http.kafka.EventLog;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.event.EventEnvelope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReverseEventScanTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");
  private static final int PARTITIONS = 4;
  private static final Range ALL = new Range(null, NOW, NOW.plusSeconds(3_600));

  private final TestCluster cluster = new TestCluster();
  private final TestLogReader log = new TestLogReader(cluster);
  private final ImpatientLog impatient = new ImpatientLog(log);
  private final ClusterQueries reads =
      new ClusterQueries(new TestNode(cluster), new RemoteQueries("key"));

  @AfterEach
  void stop() {
    cluster.close();
  }

  /** A log of which so many chunks are read before time runs out. */
  private static final class ImpatientLog implements EventLog {

    private final EventLog log;
    private int most = Integer.MAX_VALUE;
    private int read;

    private ImpatientLog(EventLog log) {
      this.log = log;
    }

    @Override
    public Map<Place, EventEnvelope> read(Collection<Place> places) {
      return log.read(places);
    }

    @Override
    public List<Stretch> taken(Instant from, Instant to, Duration patience) {
      return log.taken(from, to, patience);
    }

    @Override
    public List<Chunk> read(List<Stretch> stretches, Predicate<Taken> wanted, Duration patience) {
      List<Stretch> some = stretches.stream().limit(Math.max(0, most - read)).toList();
      read += stretches.size();
      return log.read(some, wanted, patience);
    }
  }

  private ReverseEventScan sweep(int chunk) {
    return new ReverseEventScan(reads, impatient, chunk);
  }

  /** Appends an event to a partition, whether it belongs there or not. */
  private Place written(
      int partition, String userId, String name, @Nullable String uuid, int second) {
    Duration ahead = Duration.between(cluster.now(), NOW.plusSeconds(second));
    if (!ahead.isZero()) {
      cluster.later(ahead);
    }
    return cluster
        .append(
            partition,
            new CanonicalEvent(uuid, name, userId, null, Map.of(), null, "api", null),
            new RecordHeaders())
        .place();
  }

  /** An event that stands where it belongs. */
  private void given(String userId, String name, String uuid, int second) {
    Place unused = written(TestCluster.partitionOf(userId), userId, name, uuid, second);
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
    return IntStream.range(0, PARTITIONS)
        .mapToObj(log::events)
        .flatMap(List::stream)
        .sorted(
            Comparator.comparing(EventLog.Taken::at)
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
    assertThat(impatient.read).isLessThanOrEqualTo(2 * PARTITIONS);
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
    // given a journey for whose sake repeats are passed over
    cluster.publish(Given.plain("journey", "repeat"));
    List<String> users = TestCluster.usersOf(0, 2);
    givenErased(users.get(1));
    given(users.get(0), "first", "same", 0);
    given(users.get(0), "repeat", "same", 1);
    given(users.get(1), "erased", "gone", 2);
    Place astray = written(1, users.get(0), "astray", "moved", 3);

    // when
    Swept page = sweep(2).page(ALL, null, 0, 10);

    // then the event that went astray stands where it was rerouted to
    assertThat(page.events().stream().map(found -> found.taken().event().event()))
        .containsExactly("astray", "first");
    assertThat(places(page.events())).doesNotContain(astray);
  }

  private void givenErased(String userId) {
    cluster.receive(userId, "signed_up");
    cluster.decide(new Command.EraseContact(userId, "c2FsdA=="));
  }

  @Test
  void shouldKnowAnEventWithoutAnIdByItsPlace() {
    // when
    Place place = written(2, TestCluster.userOf(2), "a", null, 0);

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
      impatient.most = impatient.read + chunks;
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
    String erased = TestCluster.userOf(1);
    givenErased(erased);
    given(TestCluster.userOf(0), "old", "uuid-0", 0);
    for (int i = 0; i < 9; i++) {
      given(erased, "not stored", "uuid-" + i, 10 + i);
    }

    // when the other partition is read once, and not to its end
    impatient.most = 2;
    Swept page = sweep(2).page(ALL, null, 0, 10);

    // then
    assertThat(page.events()).isEmpty();
    assertThat(page.next()).isNotNull();
  }

  @Test
  void shouldBeUnavailableWhenNothingCanBeRead() {
    // given
    given("user_1", "a", "uuid", 0);
    impatient.most = 0;

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
