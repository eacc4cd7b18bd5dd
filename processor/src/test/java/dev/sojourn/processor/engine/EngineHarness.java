package dev.sojourn.processor.engine;

import com.fasterxml.jackson.core.JsonFactory;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.journeys.step.StepCatalog;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.registry.NodeRegistry;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.processor.thread.ThreadCommits;
import dev.sojourn.processor.thread.ThreadTimeShare;
import dev.sojourn.processor.thread.ThreadWakeups;
import dev.sojourn.topics.registry.JourneyReader;
import dev.sojourn.topics.registry.JourneySyntaxException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The person processor of one task, with a clock that the test moves. What a test can say to it is
 * in parts, one for each feature: a new feature brings a part of its own.
 */
public final class EngineHarness
    implements HarnessCommands,
        HarnessEvents,
        HarnessSends,
        HarnessQueries,
        HarnessRecords,
        AutoCloseable {

  public static final Instant START = Instant.parse("2026-01-15T10:30:00Z");

  static final String APPLICATION = "test";

  /** So often, in steps of 50 ms, are punctuators given a chance after the clock was moved. */
  private static final int LAST_STEPS = 20;

  /** Messages that the outbox of a task keeps. */
  private static final int OUTBOX = 100;

  private final DriverFiles files = new DriverFiles();
  private final int partition;
  private final TopologyTestDriver driver;
  private final MeterRegistry meters;
  private final HandWatermark watermark = new HandWatermark(this::now);
  private final HandDelivery delivery = new HandDelivery();
  private final NodeRegistry registries;
  private final Map<String, List<TestRecord<byte[], byte[]>>> appended = new HashMap<>();
  private Instant now;
  private int commands;

  public EngineHarness() {
    this(1);
  }

  /**
   * A processor that owns the first of several partitions.
   *
   * @param partitions the number of partitions that the processor is told
   */
  public EngineHarness(int partitions) {
    this(0, partitions, START, new NodeRegistry(), new SimpleMeterRegistry(), new Properties());
  }

  /**
   * A processor of one of several partitions.
   *
   * @param partition of the task; {@code routes} get what the task appends to other partitions
   * @param now the time on the clock
   * @param registries where the task publishes its copy of the registry
   */
  static EngineHarness ofPartition(
      int partition,
      int partitions,
      Instant now,
      NodeRegistry registries,
      MeterRegistry meters,
      DriverPartition.Routes routes) {
    Properties properties = DriverPartition.properties(partition, routes);
    return new EngineHarness(partition, partitions, now, registries, meters, properties);
  }

  private EngineHarness(
      int partition,
      int partitions,
      Instant now,
      NodeRegistry registries,
      MeterRegistry meters,
      Properties properties) {
    this.partition = partition;
    this.now = now;
    this.registries = registries;
    this.meters = meters;
    ThreadCommits commits = new ThreadCommits(this::now, this::nanos);
    TaskSettings settings =
        new TaskSettings(
            TOPICS,
            partitions,
            OUTBOX * partitions,
            own -> watermark,
            own -> delivery,
            registries,
            new ThreadWakeups(this::now, commits),
            // Measured by the test's own clock: what fires must not depend on the machine's speed.
            new ThreadTimeShare(this::nanos),
            commits,
            new EngineMeters(meters),
            this::now,
            RetryPolicy.STANDARD);
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
    files.configure(properties);
    driver =
        new TopologyTestDriver(
            EngineTopology.build(settings, new TopologyConfig(new StreamsConfig(properties))),
            properties,
            now);
  }

  /** Reads a definition, in which single quotes stand for double ones. */
  public static JourneyDefinition journey(String json) {
    try {
      return new JourneyReader(new JsonFactory(), StepCatalog.standard())
          .read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (JourneySyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The registry by which the processor decides. */
  public Registry registry() {
    return registries.any().orElseThrow();
  }

  /** The rows of the state store. */
  public KeyValueStore<Bytes, byte[]> state() {
    return keyValues(StoreNames.STATE);
  }

  private long nanos() {
    return now.toEpochMilli() * 1_000_000;
  }

  @Override
  public int partition() {
    return partition;
  }

  @Override
  public Instant now() {
    return now;
  }

  /** Advances the clock in steps, firing whatever is due on the way. */
  public void after(Duration time) {
    Instant end = now.plus(time);
    // The driver fires a punctuation once however far the clock is moved: move it in steps.
    while (now.isBefore(end)) {
      Instant step = now.plus(Duration.ofMinutes(30));
      later(Duration.between(now, step.isBefore(end) ? step : end));
    }
    for (int i = 0; i < LAST_STEPS; i++) {
      later(Duration.ofMillis(50));
    }
  }

  /** Advances the clock in one step: each punctuator that is due fires once. */
  public void later(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  /** Moves the clock without firing anything, as during an outage. */
  public void whileDown(Duration time) {
    now = now.plus(time);
  }

  @Override
  public void append(String topic, TestRecord<byte[], byte[]> record) {
    TestInputTopic<byte[], byte[]> input =
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    appended.computeIfAbsent(topic, name -> new ArrayList<>()).add(record);
    input.pipeInput(record);
  }

  /**
   * What was appended to a topic, by offset, as long as the processor itself appends nothing to it.
   */
  public List<TestRecord<byte[], byte[]>> appended(String topic) {
    return appended.getOrDefault(topic, List.of());
  }

  @Override
  public List<TestRecord<byte[], byte[]>> read(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  @Override
  public KeyValueStore<Bytes, byte[]> keyValues(String store) {
    return driver.getKeyValueStore(store);
  }

  @Override
  public WindowStore<Bytes, byte[]> history() {
    return driver.getWindowStore(StoreNames.HISTORY);
  }

  @Override
  public MeterRegistry meters() {
    return meters;
  }

  @Override
  public HandWatermark watermark() {
    return watermark;
  }

  @Override
  public HandDelivery delivery() {
    return delivery;
  }

  @Override
  public String newCommandId() {
    commands++;
    return "command-" + commands;
  }

  @Override
  public void close() {
    driver.close();
    files.close();
  }
}
