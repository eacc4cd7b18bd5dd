package dev.sojourn.processor.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.engine.StoreAnswers;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult.StateView;
import dev.sojourn.processor.row.RowCache;
import dev.sojourn.processor.task.StoreNames;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading a journey's instances while one of them moves within the index. */
class MovingInstancesTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");
  private static final InstanceId ID =
      InstanceId.derive(NOW, 7, "hello", "ada", new UUID(0x0000_0007_0000_8000L, 1L << 63));
  private static final int SCANS = 4;

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"COMPLETED", "EXITED", "FAILED"})
  void shouldBeSeenOnceAtWhicheverMomentsTheReaderLooks(Status end) {
    // given an instance that fails, is retried, fails, is retried, and ends
    List<KeyValue<Bytes, byte[]>> writes = new ArrayList<>();
    InstanceStore instances = recording(writes);
    Instance active = instance(Status.ACTIVE, List.of());
    instances.put(null, active);
    int entered = writes.size();
    Instance failed = instance(Status.FAILED, List.of(failure(1)));
    instances.put(active, failed);
    Instance again = instance(Status.WAITING, List.of(failure(1)));
    instances.put(failed, again);
    instances.put(again, failed);
    instances.put(failed, again);
    instances.put(again, instance(end, List.of(failure(1))));

    // when all of its writes come between any two of the reader's scans
    List<int[]> schedules = new ArrayList<>();
    schedules(entered, writes.size(), new int[SCANS], 0, schedules::add);

    // then
    assertThat(schedules).hasSizeGreaterThan(200);
    for (int[] schedule : schedules) {
      assertThat(seen(writes, schedule))
          .as("looks after %s writes", Arrays.toString(schedule))
          .hasSize(1);
    }
  }

  @Test
  void shouldLeaveNoRowsBehindOfAnInstanceThatFailedOnTheWay() {
    // given
    List<KeyValue<Bytes, byte[]>> writes = new ArrayList<>();
    InstanceStore instances = recording(writes);
    Instance active = instance(Status.ACTIVE, List.of());
    Instance failed = instance(Status.FAILED, List.of(failure(1)));
    Instance again = instance(Status.WAITING, List.of(failure(1)));

    // when
    instances.put(null, active);
    instances.put(active, failed);
    instances.put(failed, again);
    instances.put(again, instance(Status.COMPLETED, List.of(failure(1))));

    // then the instance and its index row
    KeyValueStore<Bytes, byte[]> store = store();
    writes.forEach(write -> store.put(write.key, write.value));
    assertThat(store.approximateNumEntries()).isEqualTo(2);
  }

  @Test
  void shouldNotMoveWhatGoesFromActiveToWaiting() {
    // given
    List<KeyValue<Bytes, byte[]>> writes = new ArrayList<>();
    InstanceStore instances = recording(writes);
    Instance active = instance(Status.ACTIVE, List.of());
    instances.put(null, active);
    int entered = writes.size();

    // when
    instances.put(active, instance(Status.WAITING, List.of()));

    // then
    assertThat(writes).hasSize(entered + 1);
  }

  /** Every way to place the scans among the writes, in order. */
  private static void schedules(int from, int to, int[] soFar, int at, Consumer<int[]> into) {
    if (at == soFar.length) {
      into.accept(soFar.clone());
      return;
    }
    for (int moment = from; moment <= to; moment++) {
      soFar[at] = moment;
      schedules(moment, to, soFar, at + 1, into);
    }
  }

  private static List<StateView> seen(List<KeyValue<Bytes, byte[]>> writes, int[] schedule) {
    KeyValueStore<Bytes, byte[]> store = store();
    int[] written = {0};
    int[] look = {0};
    KeyValueStore<Bytes, byte[]> moving =
        before(
            store,
            "range",
            arguments -> {
              while (written[0] < schedule[look[0]]) {
                KeyValue<Bytes, byte[]> write = writes.get(written[0]++);
                store.put(write.key, write.value);
              }
              look[0]++;
            });
    WindowStore<Bytes, byte[]> history =
        Stores.inMemoryWindowStore(
                StoreNames.HISTORY, Duration.ofDays(1), Duration.ofMillis(1), false)
            .get();
    return StoreAnswers.ask(new Query.States("hello", null, null, 10), moving, store(), history)
        .states();
  }

  private static InstanceStore recording(List<KeyValue<Bytes, byte[]>> into) {
    KeyValueStore<Bytes, byte[]> store =
        before(
            store(),
            "put",
            arguments -> into.add(KeyValue.pair((Bytes) arguments[0], (byte[]) arguments[1])));
    return new InstanceStore(store, new RowCache(store, 1_000_000));
  }

  private static KeyValueStore<Bytes, byte[]> store() {
    return Stores.inMemoryKeyValueStore(StoreNames.STATE).get();
  }

  @SuppressWarnings("unchecked") // a proxy knows its type only at run time
  private static KeyValueStore<Bytes, byte[]> before(
      KeyValueStore<Bytes, byte[]> store, String method, Consumer<Object[]> action) {
    return (KeyValueStore<Bytes, byte[]>)
        Proxy.newProxyInstance(
            KeyValueStore.class.getClassLoader(),
            new Class<?>[] {KeyValueStore.class},
            (proxy, called, arguments) -> {
              if (called.getName().equals(method)) {
                action.accept(arguments);
              }
              try {
                return called.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static LogEntry failure(int number) {
    return new LogEntry(number, "a", null, StandardAction.FAILED, Map.of("error", "no"), NOW);
  }

  private static Instance instance(Status status, List<LogEntry> log) {
    return new Instance(
        ID,
        "ada",
        "hello",
        1,
        new UUID(0x0000_0007_0000_8000L, 1L << 63),
        "user:created",
        "ada@example.com",
        Map.of(),
        1,
        status,
        "a",
        1,
        0,
        null,
        null,
        null,
        NOW,
        NOW,
        status.isLive() ? null : NOW,
        null,
        log);
  }
}
