package dev.sojourn.processor.engine;

import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.registry.NodeRegistry;
import dev.sojourn.processor.task.Destination;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Topics.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
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
import org.jspecify.annotations.Nullable;

/**
 * The person processors of all partitions, each with its stores, and one clock. What one of them
 * appends to another partition is processed there before a call returns.
 *
 * <p>A task starts when it is first needed, since a driver takes a tenth of a second. Safe for any
 * number of threads: a driver is not, so one lock guards everything.
 */
public final class PartitionedHarness implements AutoCloseable {

  private final Object lock = new Object();
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

  /**
   * What came of a record.
   *
   * @param offset of the record, when it is an event
   * @param results under its correlation id, in any order
   */
  public record Appended(long offset, List<Result> results) {}

  /** A record that a task has yet to process. */
  private record OnTheWay(Role topic, int partition, TestRecord<byte[], byte[]> record) {}

  /**
   * Creates the harness; no task is started yet.
   *
   * @param meters of all tasks
   */
  public PartitionedHarness(int partitions, MeterRegistry meters) {
    this.partitions = partitions;
    this.meters = meters;
  }

  /** The wall clock, which only the test moves. */
  public Instant now() {
    synchronized (lock) {
      return now;
    }
  }

  /** The registry, as some task has it. */
  public Registry registry() {
    synchronized (lock) {
      return registries.any().orElse(Registry.EMPTY);
    }
  }

  public <A> A ask(Query<A> query, int partition) {
    synchronized (lock) {
      return task(partition).ask(query);
    }
  }

  /** The records of a partition of the events topic; each is at its offset. */
  public List<TestRecord<byte[], byte[]>> events(int partition) {
    synchronized (lock) {
      return events.of(partition);
    }
  }

  /** The records of a partition of the dead letters topic; each is at its offset. */
  public List<TestRecord<byte[], byte[]>> deadLetters(int partition) {
    synchronized (lock) {
      return deadLetters.of(partition);
    }
  }

  /** Appends a record now; when this returns, it is processed. */
  public Appended append(
      Role topic,
      int partition,
      byte @Nullable [] key,
      byte[] value,
      org.apache.kafka.common.header.Headers headers) {
    synchronized (lock) {
      results.clear();
      long offset = events.of(partition).size();
      onTheWay.add(new OnTheWay(topic, partition, new TestRecord<>(key, value, headers, now)));
      settle();
      String asked = Headers.text(headers, Headers.CORRELATION).orElse("");
      return new Appended(
          offset,
          results.stream()
              .filter(result -> new String(result.key(), StandardCharsets.UTF_8).equals(asked))
              .map(result -> Result.read(result.value()))
              .toList());
    }
  }

  /** Appends a registry entry to every partition, as its author would. */
  public void publish(RegistryEntry entry) {
    synchronized (lock) {
      TestRecord<byte[], byte[]> record =
          new TestRecord<>(Headers.bytes(entry.id()), entry.bytes(), new RecordHeaders(), now);
      // So that somebody has it.
      EngineHarness unused = task(0);
      published.add(record);
      tasks.keySet().forEach(one -> onTheWay.add(new OnTheWay(Role.REGISTRY, one, record)));
      settle();
    }
  }

  /** Uses each task that was started, such as to deliver what it has requested. */
  public void eachTask(Consumer<EngineHarness> use) {
    synchronized (lock) {
      tasks.values().forEach(use);
      settle();
    }
  }

  /** Advances the clock in steps, firing whatever is due on the way. */
  public void after(Duration time) {
    advance(task -> task.after(time));
  }

  /** Advances the clock in one step: each punctuator that is due fires once. */
  public void later(Duration time) {
    advance(task -> task.later(time));
  }

  private void advance(Consumer<EngineHarness> step) {
    synchronized (lock) {
      startAll();
      for (Map.Entry<Integer, EngineHarness> task : tasks.entrySet()) {
        if (!stalled.contains(task.getKey())) {
          step.accept(task.getValue());
          now = task.getValue().now();
        }
      }
      settle();
    }
  }

  /** Starts the tasks that are not started yet. */
  public void startAll() {
    synchronized (lock) {
      for (int partition = 0; partition < partitions; partition++) {
        EngineHarness unused = task(partition);
      }
    }
  }

  /** From now on a partition processes nothing and its clock stands; its stores still answer. */
  public void stall(int partition) {
    synchronized (lock) {
      EngineHarness unused = task(partition);
      stalled.add(partition);
    }
  }

  private EngineHarness task(int partition) {
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

  @Override
  public void close() {
    synchronized (lock) {
      tasks.values().forEach(EngineHarness::close);
    }
  }
}
