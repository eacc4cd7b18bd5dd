package dev.sojourn.processor.engine;

import dev.sojourn.processor.registry.NodeRegistry;
import dev.sojourn.processor.task.Destination;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Topics.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The tasks of all partitions, and the records between them. A task starts when it is first needed,
 * since a driver takes a tenth of a second. Not thread-safe.
 */
final class PartitionedTasks {

  private final int partitions;
  private final MeterRegistry meters;
  private final NodeRegistry registries = new NodeRegistry();
  private final Map<Integer, EngineHarness> tasks = new TreeMap<>();
  private final Set<Integer> stalled = new HashSet<>();
  private final Deque<OnTheWay> onTheWay = new ArrayDeque<>();
  private final List<TestRecord<byte[], byte[]>> published = new ArrayList<>();
  private final PartitionedLog events = new PartitionedLog();
  private final PartitionedLog deadLetters = new PartitionedLog();
  private final List<TestRecord<byte[], byte[]>> results = new ArrayList<>();
  private Instant now = EngineHarness.START;

  /** A record that a task has yet to process. */
  private record OnTheWay(Role topic, int partition, TestRecord<byte[], byte[]> record) {}

  PartitionedTasks(int partitions, MeterRegistry meters) {
    this.partitions = partitions;
    this.meters = meters;
  }

  Instant now() {
    return now;
  }

  NodeRegistry registries() {
    return registries;
  }

  PartitionedLog events() {
    return events;
  }

  PartitionedLog deadLetters() {
    return deadLetters;
  }

  /** Appends a record and lets all tasks process what comes of it; returns all results. */
  List<TestRecord<byte[], byte[]>> append(
      Role topic, int partition, TestRecord<byte[], byte[]> record) {
    results.clear();
    onTheWay.add(new OnTheWay(topic, partition, record));
    settle();
    return List.copyOf(results);
  }

  void publish(RegistryEntry entry) {
    TestRecord<byte[], byte[]> record =
        new TestRecord<>(Headers.bytes(entry.id()), entry.bytes(), new RecordHeaders(), now);
    // So that somebody has it.
    EngineHarness unused = task(0);
    published.add(record);
    tasks.keySet().forEach(one -> onTheWay.add(new OnTheWay(Role.REGISTRY, one, record)));
    settle();
  }

  /** Uses each task that was started. */
  void each(Consumer<EngineHarness> use) {
    tasks.values().forEach(use);
    settle();
  }

  /** Advances the clock of each task that is not stalled. */
  void advance(Consumer<EngineHarness> step) {
    startAll();
    for (Map.Entry<Integer, EngineHarness> task : tasks.entrySet()) {
      if (!stalled.contains(task.getKey())) {
        step.accept(task.getValue());
        now = task.getValue().now();
      }
    }
    settle();
  }

  /** Closes every task; nothing can be done with them afterwards. */
  void close() {
    tasks.values().forEach(EngineHarness::close);
  }

  void startAll() {
    for (int partition = 0; partition < partitions; partition++) {
      EngineHarness unused = task(partition);
    }
  }

  void stall(int partition) {
    EngineHarness unused = task(partition);
    stalled.add(partition);
  }

  /** The clock of a stalled task catches up, and then it processes what has waited for it. */
  void resume(int partition) {
    EngineHarness task = task(partition);
    stalled.remove(partition);
    task.later(Duration.between(task.now(), now));
    settle();
  }

  EngineHarness task(int partition) {
    EngineHarness task = tasks.get(partition);
    if (task == null) {
      task =
          EngineHarness.ofPartition(
              partition, partitions, now, registries, meters, record -> route(partition, record));
      tasks.put(partition, task);
      for (TestRecord<byte[], byte[]> entry : published) {
        task.append(name(Role.REGISTRY), entry);
      }
      // Whoever published these entries has been answered.
      task.results();
    }
    return task;
  }

  /** Called by a task while it processes a record, so nobody processes this one yet. */
  private void route(int from, Record<Destination, byte[]> sent) {
    Destination to = sent.key();
    TestRecord<byte[], byte[]> record =
        new TestRecord<>(
            to.key(), sent.value(), sent.headers(), Instant.ofEpochMilli(sent.timestamp()));
    if (to.partition() == Destination.EVERY) {
      // A task that is not started reads them when it is.
      published.add(record);
      tasks.keySet().stream()
          .filter(partition -> partition != from)
          .forEach(partition -> onTheWay.add(new OnTheWay(to.topic(), partition, record)));
    } else {
      onTheWay.add(new OnTheWay(to.topic(), to.partition(), record));
    }
  }

  private void settle() {
    collect();
    List<OnTheWay> kept = new ArrayList<>();
    while (!onTheWay.isEmpty()) {
      OnTheWay next = onTheWay.remove();
      if (stalled.contains(next.partition())) {
        kept.add(next);
      } else {
        if (next.topic() == Role.EVENTS) {
          events.add(next.partition(), next.record());
        } else if (next.topic() == Role.DEAD_LETTERS) {
          deadLetters.add(next.partition(), next.record());
        }
        task(next.partition()).append(name(next.topic()), next.record());
        collect();
      }
    }
    onTheWay.addAll(kept);
  }

  /** Takes what the tasks have sent, and what they have appended to their own partitions. */
  private void collect() {
    tasks.forEach(
        (partition, task) -> {
          results.addAll(task.results());
          task.read(name(Role.EVENTS)).forEach(record -> events.add(partition, record));
          task.deadLetters().forEach(record -> deadLetters.add(partition, record));
        });
  }

  private static String name(Role topic) {
    return DrivenTask.TOPICS.name(topic);
  }
}
