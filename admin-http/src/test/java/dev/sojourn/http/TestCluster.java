package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.prometheus.Scrape;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.engine.PartitionedHarness;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult.StateView;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.topic.Partitions;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The partitions behind the nodes of a test: the real topology with its stores. By its verbs a test
 * arranges what has happened before a request. Safe for any number of threads.
 */
public final class TestCluster
    implements ClusterRegistry, ClusterEvents, ClusterSends, AutoCloseable {

  public static final int PARTITIONS = 4;

  /** Of everything that a test arranges. */
  public static final Actor ARRANGER = new Actor("arranger", null, null);

  private final PrometheusMeterRegistry meterRegistry = Scrape.newRegistry();

  /** What the tasks count with; each of them registers the same. */
  final EngineMeters meters = new EngineMeters(meterRegistry);

  private final PartitionedHarness tasks = new PartitionedHarness(PARTITIONS, meterRegistry);

  @Override
  public PartitionedHarness tasks() {
    return tasks;
  }

  public static int partitionOf(String userId) {
    return Partitions.of(userId, PARTITIONS);
  }

  /** A user of this partition. */
  public static String userOf(int partition) {
    return usersOf(partition, 1).get(0);
  }

  /** Users of this partition. */
  public static List<String> usersOf(int partition, int count) {
    return IntStream.iterate(0, number -> number + 1)
        .mapToObj(number -> "user_" + number)
        .filter(user -> partitionOf(user) == partition)
        .limit(count)
        .toList();
  }

  /** The registry of the meters of all tasks. */
  public PrometheusMeterRegistry meterRegistry() {
    return meterRegistry;
  }

  public Instant now() {
    return tasks.now();
  }

  Registry registry() {
    return tasks.registry();
  }

  <A> A ask(Query<A> query, int partition) {
    return tasks.ask(query, partition);
  }

  /** Advances the clock, firing whatever is due on the way, and a second beyond. */
  public void after(Duration time) {
    tasks.after(time);
  }

  /** Advances the clock by exactly this. */
  public void later(Duration time) {
    tasks.later(time);
  }

  /** Starts what is else started when it is first needed: the next answer takes no longer. */
  public void startAll() {
    tasks.startAll();
  }

  /** From now on a partition processes nothing, though it answers. */
  public void stall(int partition) {
    tasks.stall(partition);
  }

  /** A stalled partition catches up. */
  public void resume(int partition) {
    tasks.resume(partition);
  }

  /** A person's only instance of a journey. */
  public StateView instance(String userId, String journeyId) {
    List<StateView> all =
        ask(new Query.StatesOfPerson(userId, journeyId, null), partitionOf(userId)).states();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  List<TestRecord<byte[], byte[]>> events(int partition) {
    return tasks.events(partition);
  }

  List<TestRecord<byte[], byte[]>> deadLetters(int partition) {
    return tasks.deadLetters(partition);
  }

  @Override
  public void close() {
    tasks.close();
    meterRegistry.close();
  }
}
