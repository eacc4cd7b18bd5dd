package dev.sojourn.processor.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.counter.VersionCounts.OfInstances;
import dev.sojourn.processor.counter.VersionCounts.OfStep;
import dev.sojourn.processor.instance.InstanceStore;
import dev.sojourn.processor.row.RowCache;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class CounterStoreTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");
  private static final VersionKey VERSION = new VersionKey("trip", 3);

  private final KeyValueStore<Bytes, byte[]> rows = Stores.inMemoryKeyValueStore("counters").get();
  private final KeyValueStore<Bytes, byte[]> state = Stores.inMemoryKeyValueStore("state").get();
  private final InstanceStore instances = new InstanceStore(state, new RowCache(state, 0));
  private final CounterStore counters = new CounterStore(rows);

  private static Instance instance(int number) {
    return new Instance(
            InstanceId.of(NOW.toEpochMilli(), number, 9),
            "user-" + number,
            "trip",
            3,
            new UUID(1, number),
            "go",
            "",
            Map.of(),
            1,
            Status.WAITING,
            "nap",
            1,
            0,
            null,
            null,
            null,
            NOW,
            NOW,
            null,
            null,
            List.of())
        .withLogEntry(null, "nap", StandardAction.ENTERED, null, NOW);
  }

  /** Its log is so long that the store keeps the older part of it in rows of their own. */
  private static Instance wanderer() {
    Instance instance = instance(1);
    Map<String, Object> detail = Map.of("event", "e".repeat(1_000));
    for (int i = 0; i < 40; i++) {
      instance = instance.withLogEntry("nap", "nap", StandardAction.TIMED_OUT, detail, NOW);
    }
    return instance;
  }

  private VersionCounts stored() {
    byte[] row = rows.get(VERSION.bytes());
    return row == null ? new VersionCounts() : VersionCounts.unpack(row);
  }

  @Test
  void shouldBeginWithWhatAnEarlierReleaseHasStored() {
    // given
    instances.put(null, wanderer());
    instances.put(null, instance(2));

    // when
    counters.countVersions(instances::all);

    // then
    assertThat(stored().get(OfInstances.WAITING)).isEqualTo(2);
    assertThat(stored().get("nap", OfStep.ACTIVE)).isEqualTo(2);
    assertThat(stored().get("nap", OfStep.COMPLETED)).isEqualTo(40);
  }

  @Test
  void shouldCountWhatIsStoredOnlyOnce() {
    // given
    instances.put(null, instance(1));
    counters.countVersions(instances::all);

    // when
    counters.countVersions(instances::all);
    new CounterStore(rows).countVersions(instances::all);

    // then
    assertThat(stored().get(OfInstances.WAITING)).isEqualTo(1);
  }

  @Test
  void shouldGoOnWithTheSumsThatARestartedTaskFinds() {
    // given
    CounterKey goals = new CounterKey("trip", CounterKey.GOAL);
    VersionCounts one = new VersionCounts();
    one.add(OfInstances.FAILED, 1);
    counters.add(new CountedChanges(Map.of(goals, 5L), Map.of(VERSION, one)));

    // when
    CounterStore restarted = new CounterStore(rows);
    restarted.add(new CountedChanges(Map.of(goals, 2L), Map.of(VERSION, one)));

    // then
    assertThat(restarted.get(goals)).isEqualTo(7);
    assertThat(stored().get(OfInstances.FAILED)).isEqualTo(2);
  }

  @Test
  void shouldKeepSumsThatAreNoLongerOnTheHeap() {
    // given
    CounterKey first = new CounterKey("trip", "first");
    counters.add(first, 1);

    // when
    for (int i = 0; i < 10_000; i++) {
      counters.add(new CounterKey("trip", "other-" + i), 1);
    }
    counters.add(first, 1);

    // then
    assertThat(counters.get(first)).isEqualTo(2);
    assertThat(new CounterStore(rows).get(first)).isEqualTo(2);
  }

  @Test
  void shouldWriteNothingForAChangeThatCountsNothing() {
    // when
    counters.add(new CountedChanges(Map.of(), Map.of(VERSION, new VersionCounts())));

    // then
    assertThat(rows.approximateNumEntries()).isZero();
  }

  @Test
  void shouldFindItsKeyAgain() {
    assertThat(VersionKey.read(VERSION.bytes())).isEqualTo(VERSION);
    assertThat(VersionKey.isVersion(VERSION.bytes())).isTrue();
    assertThat(VersionKey.isVersion(new CounterKey("trip", "goal").bytes())).isFalse();
    assertThat(VersionKey.isVersion(new CounterKey("", "contacts").bytes())).isFalse();
  }
}
