package dev.sojourn.processor.engine;

import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.query.Query;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Topics.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The person processors of all partitions, each with its stores, and one clock. What one of them
 * appends to another partition is processed there before a call returns. Safe for any number of
 * threads: a driver is not, so one lock guards everything.
 */
public final class PartitionedHarness implements AutoCloseable {

  private final Object lock = new Object();
  private final PartitionedTasks tasks;

  /**
   * What came of a record.
   *
   * @param offset of the record, when it is an event
   * @param results under its correlation id, in any order
   */
  public record Appended(long offset, List<Result> results) {}

  /**
   * Creates the harness; no task is started yet.
   *
   * @param meters of all tasks
   */
  public PartitionedHarness(int partitions, MeterRegistry meters) {
    this.tasks = new PartitionedTasks(partitions, meters);
  }

  /** The wall clock, which only the test moves. */
  public Instant now() {
    synchronized (lock) {
      return tasks.now();
    }
  }

  /** The registry, as some task has it. */
  public Registry registry() {
    synchronized (lock) {
      return tasks.registries().any().orElse(Registry.EMPTY);
    }
  }

  public <A> A ask(Query<A> query, int partition) {
    synchronized (lock) {
      return tasks.task(partition).ask(query);
    }
  }

  /** The records of a partition of the events topic; each is at its offset. */
  public List<TestRecord<byte[], byte[]>> events(int partition) {
    synchronized (lock) {
      return tasks.events().of(partition);
    }
  }

  /** The records of a partition of the dead letters topic; each is at its offset. */
  public List<TestRecord<byte[], byte[]>> deadLetters(int partition) {
    synchronized (lock) {
      return tasks.deadLetters().of(partition);
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
      long offset = tasks.events().of(partition).size();
      String asked = Headers.text(headers, Headers.CORRELATION).orElse("");
      TestRecord<byte[], byte[]> record = new TestRecord<>(key, value, headers, tasks.now());
      return new Appended(
          offset,
          tasks.append(topic, partition, record).stream()
              .filter(result -> new String(result.key(), StandardCharsets.UTF_8).equals(asked))
              .map(result -> Result.read(result.value()))
              .toList());
    }
  }

  /** Appends a registry entry to every partition, as its author would. */
  public void publish(RegistryEntry entry) {
    synchronized (lock) {
      tasks.publish(entry);
    }
  }

  /** Uses each task that was started, such as to deliver what it has requested. */
  public void eachTask(Consumer<EngineHarness> use) {
    synchronized (lock) {
      tasks.each(use);
    }
  }

  /** Advances the clock in steps, firing whatever is due on the way. */
  public void after(Duration time) {
    synchronized (lock) {
      tasks.advance(task -> task.after(time));
    }
  }

  /** Advances the clock in one step: each punctuator that is due fires once. */
  public void later(Duration time) {
    synchronized (lock) {
      tasks.advance(task -> task.later(time));
    }
  }

  /** Starts the tasks that are not started yet. */
  public void startAll() {
    synchronized (lock) {
      tasks.startAll();
    }
  }

  /** From now on a partition processes nothing and its clock stands; its stores still answer. */
  public void stall(int partition) {
    synchronized (lock) {
      tasks.stall(partition);
    }
  }

  /** A stalled partition catches up. */
  public void resume(int partition) {
    synchronized (lock) {
      tasks.resume(partition);
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      tasks.close();
    }
  }
}
