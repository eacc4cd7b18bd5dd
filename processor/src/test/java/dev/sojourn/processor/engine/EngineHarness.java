package dev.sojourn.processor.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.journeys.step.StepCatalog;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.registry.NodeRegistry;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.processor.thread.ThreadCommits;
import dev.sojourn.processor.thread.ThreadTimeShare;
import dev.sojourn.processor.thread.ThreadWakeups;
import dev.sojourn.processor.watermark.DeliveryProgress;
import dev.sojourn.processor.watermark.Watermark;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.CommandCodec;
import dev.sojourn.topics.registry.ContentHash;
import dev.sojourn.topics.registry.JourneyReader;
import dev.sojourn.topics.registry.JourneySyntaxException;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The person processor, with a clock that the test moves. */
public final class EngineHarness implements AutoCloseable {

  public static final Instant START = Instant.parse("2026-01-15T10:30:00Z");
  static final Topics TOPICS = new Topics("sojourn");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder = newFolder();
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> events;
  private final TestInputTopic<byte[], byte[]> posthog;
  private final TestInputTopic<byte[], byte[]> control;
  private final TestInputTopic<byte[], byte[]> outcomes;
  private final TestOutputTopic<byte[], byte[]> actions;
  private final TestOutputTopic<byte[], byte[]> results;
  private final TestOutputTopic<byte[], byte[]> journal;
  private final TestOutputTopic<byte[], byte[]> deadLetters;
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final EngineMeters meters = new EngineMeters(registry);
  private Instant now = START;
  private boolean drained = true;
  private boolean delivered = true;
  private boolean pondering;
  private int commands;

  public EngineHarness() {
    this(1);
  }

  /**
   * A processor that owns the first of several partitions; the driver has only one.
   *
   * @param partitions the number of partitions that the processor is told
   */
  public EngineHarness(int partitions) {
    ThreadCommits commits = new ThreadCommits(() -> now, () -> now.toEpochMilli() * 1_000_000);
    TaskSettings settings =
        new TaskSettings(
            TOPICS,
            partitions,
            100,
            partition -> new HandFrontier(),
            partition -> new HandDelivery(),
            new NodeRegistry(),
            new ThreadWakeups(() -> now, commits),
            // Measured by the test's own clock: what fires must not depend on the machine's speed.
            new ThreadTimeShare(() -> now.toEpochMilli() * 1_000_000),
            commits,
            meters,
            () -> now,
            RetryPolicy.STANDARD);
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    driver =
        new TopologyTestDriver(
            EngineTopology.build(settings, new TopologyConfig(new StreamsConfig(properties))),
            properties,
            now);
    events = input(TOPICS.events());
    posthog = input(TOPICS.posthog());
    control = input(TOPICS.control());
    outcomes = input(TOPICS.outcomes());
    actions = output(TOPICS.actions());
    results = output(TOPICS.results());
    journal = output(TOPICS.journal());
    deadLetters = output(TOPICS.deadLetters());
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("heart");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A watermark that has read everything, unless the test says otherwise. */
  private final class HandFrontier implements Watermark {
    @Override
    public OptionalLong readUpTo() {
      return drained ? OptionalLong.of(now.toEpochMilli()) : OptionalLong.empty();
    }

    @Override
    public void ask() {}
  }

  /** A delivery that has completed everything, unless the test says otherwise. */
  private final class HandDelivery implements DeliveryProgress {
    @Override
    public void ask(long beforeMs) {}

    @Override
    public boolean isAsking() {
      return pondering;
    }

    @Override
    public boolean isDone() {
      return delivered;
    }
  }

  private TestInputTopic<byte[], byte[]> input(String topic) {
    return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  public void givenBacklog() {
    drained = false;
  }

  public void thenBacklogIsRead() {
    drained = true;
  }

  public void givenDeliveryIsBehind() {
    delivered = false;
  }

  public void givenDeliveryDoesNotAnswerYet() {
    pondering = true;
  }

  public void thenDeliveryAnswers() {
    pondering = false;
  }

  public void thenDeliveryIsDone() {
    delivered = true;
  }

  public void givenTemplate(String key) {
    givenTemplate(key, null);
  }

  public void givenTemplate(String key, @Nullable String category) {
    String hash = ContentHash.of(key, "Hi", null, category, "body");
    command(new Command.PublishTemplate(new Template(key, hash, "Hi", null, category, "body")));
  }

  public JourneyDefinition givenJourney(String json) {
    JourneyDefinition journey = journey(json);
    command(new Command.PublishJourney(journey, ContentHash.of(journey)));
    return journey;
  }

  public static JourneyDefinition journey(String json) {
    try {
      return new JourneyReader(new JsonFactory(), StepCatalog.standard())
          .read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (JourneySyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Sends a command and returns its result. */
  public Result command(Command command) {
    return command("command-" + ++commands, command);
  }

  public Result command(String id, Command command) {
    return command(id, command, new RecordHeaders());
  }

  /** Sends a command as this actor and returns its result. */
  public Result command(Command command, Actor by) {
    return command("command-" + ++commands, command, by);
  }

  public Result command(String id, Command command, Actor by) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.ACTOR, by.bytes());
    return command(id, command, headers);
  }

  private Result command(String id, Command command, RecordHeaders headers) {
    headers.add(Headers.REPLY_TO, Headers.bytes(0));
    headers.add(Headers.CORRELATION, Headers.bytes(id));
    control.pipeInput(
        new TestRecord<>(Headers.bytes(command.key()), CommandCodec.encode(command), headers, now));
    List<TestRecord<byte[], byte[]>> answers = results.readRecordsToList();
    return Result.read(answers.get(answers.size() - 1).value());
  }

  /** Appends an event now. */
  public void when(String userId, String event, String properties) {
    whenAt(now, userId, event, properties);
  }

  public void when(String userId, String event) {
    when(userId, event, "{}");
  }

  /** A record in PostHog's topic. */
  public void postHog(String json) {
    posthog.pipeInput(
        new TestRecord<>(
            new byte[] {1},
            json.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
            new RecordHeaders(),
            now));
  }

  /** Appends an event with this append time. */
  public void whenAt(Instant intake, String userId, String event, String properties) {
    raw(
        intake,
        "{'event':'%s','distinct_id':'%s','properties':%s}".formatted(event, userId, properties));
  }

  public void raw(Instant intake, String json) {
    events.pipeInput(
        new TestRecord<>(
            null,
            json.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
            new RecordHeaders(),
            intake));
  }

  public void raw(byte @Nullable [] value, RecordHeaders headers) {
    events.pipeInput(new TestRecord<>(Headers.bytes("key"), value, headers, now));
  }

  /** Appends any record under a user's key. */
  public void raw(byte[] value, String userId) {
    events.pipeInput(new TestRecord<>(Headers.bytes(userId), value, new RecordHeaders(), now));
  }

  /** Advances the clock in steps, firing whatever is due on the way. */
  public void after(Duration time) {
    Instant end = now.plus(time);
    // The driver fires a punctuation once however far the clock is moved: move it in steps.
    while (now.isBefore(end)) {
      Instant next = nextAlarm(end);
      Duration step = Duration.between(now, next);
      now = next;
      driver.advanceWallClockTime(step);
    }
    for (int i = 0; i < 20; i++) {
      now = now.plusMillis(50);
      driver.advanceWallClockTime(Duration.ofMillis(50));
    }
  }

  private Instant nextAlarm(Instant end) {
    Instant step = now.plus(Duration.ofMinutes(30));
    return step.isBefore(end) ? step : end;
  }

  public Instant now() {
    return now;
  }

  /** Moves the clock without firing anything, as during an outage. */
  public void whileDown(Duration time) {
    now = now.plus(time);
  }

  public List<SendAction> actions() {
    List<SendAction> sent = new ArrayList<>();
    actions.readValuesToList().forEach(value -> sent.add(SendAction.read(value)));
    return sent;
  }

  /** Delivers the actions requested so far. */
  public List<SendAction> delivered() {
    List<SendAction> sent = actions();
    sent.forEach(action -> outcome(action, OutcomeCame.Result.sent, null));
    return sent;
  }

  public void outcome(SendAction action, OutcomeCame.Result result, @Nullable String error) {
    SendOutcome outcome =
        new SendOutcome(
            action.sendId(), action.attempt(), action.userId(), result, error, null, null);
    outcomes.pipeInput(
        new TestRecord<>(
            Headers.bytes(action.userId()), outcome.bytes(), new RecordHeaders(), now));
  }

  public void rawCommand(byte[] value) {
    control.pipeInput(new TestRecord<>(new byte[0], value, new RecordHeaders(), now));
  }

  public void rawOutcome(byte[] value) {
    outcomes.pipeInput(new TestRecord<>(new byte[0], value, new RecordHeaders(), now));
  }

  /** A registry entry, as when the topic is read again from its beginning. */
  public void published(RegistryEntry entry) {
    published(entry, new RecordHeaders());
  }

  public void published(RegistryEntry entry, RecordHeaders headers) {
    input(TOPICS.registry())
        .pipeInput(new TestRecord<>(Headers.bytes(entry.id()), entry.bytes(), headers, now));
  }

  public List<TestRecord<byte[], byte[]>> deadLetters() {
    return deadLetters.readRecordsToList();
  }

  public List<TestRecord<byte[], byte[]>> results() {
    return results.readRecordsToList();
  }

  public List<JsonNode> journal() {
    List<JsonNode> records = new ArrayList<>();
    for (byte[] value : journal.readValuesToList()) {
      try {
        records.add(JSON.readTree(value));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return records;
  }

  public <A> A ask(Query<A> query) {
    KeyValueStore<Bytes, byte[]> state = driver.getKeyValueStore(StoreNames.STATE);
    KeyValueStore<Bytes, byte[]> counters = driver.getKeyValueStore(StoreNames.COUNTERS);
    WindowStore<Bytes, byte[]> history = driver.getWindowStore(StoreNames.HISTORY);
    return StoreAnswers.ask(query, state, counters, history);
  }

  public List<QueryResult.StateView> states(String userId, String journeyId) {
    return ask(new Query.StatesOfPerson(userId, journeyId, null)).states();
  }

  public QueryResult.StateView onlyState(String userId, String journeyId) {
    List<QueryResult.StateView> states = states(userId, journeyId);
    if (states.size() != 1) {
      throw new AssertionError("expected one instance, found " + states);
    }
    return states.get(0);
  }

  public List<String> log(String userId, String journeyId) {
    QueryResult.StateView state = onlyState(userId, journeyId);
    return ask(new Query.State(InstanceId.parse(state.id()).orElseThrow())).logs().stream()
        .map(entry -> "%s %s->%s".formatted(entry.action(), entry.fromNodeId(), entry.toNodeId()))
        .toList();
  }

  public List<String> refusals(String userId, String journeyId) {
    return ask(new Query.Decisions(journeyId, userId, "rejected", 100)).decisions().stream()
        .map(decision -> String.valueOf(decision.reason()))
        .toList();
  }

  /** The audit log, newest first. */
  public List<QueryResult.AuditView> audit() {
    return ask(new Query.AuditLogs(null, null, null, null, null, null, 1_000)).logs();
  }

  public Map<String, QueryResult.JourneyCounts> counts() {
    return ask(new Query.Counts()).journeys();
  }

  public long counter(String journeyId, String name) {
    byte[] row =
        driver
            .<Bytes, byte[]>getKeyValueStore(StoreNames.COUNTERS)
            .get(new CounterKey(journeyId, name).bytes());
    return row == null ? 0 : ByteBuffer.wrap(row).getLong();
  }

  /** Records that a store's changelog has got since the last call. */
  public int changelogRecords(String store) {
    return output("test-" + store + "-changelog").readRecordsToList().size();
  }

  /** Keys and values of everything in the four stores. */
  public List<byte[]> storedBytes() {
    List<byte[]> bytes = new ArrayList<>();
    for (String store : List.of(StoreNames.STATE, StoreNames.TIMERS, StoreNames.COUNTERS)) {
      try (var all = driver.<Bytes, byte[]>getKeyValueStore(store).all()) {
        all.forEachRemaining(row -> bytes.addAll(List.of(row.key.get(), row.value)));
      }
    }
    try (var all = driver.<Bytes, byte[]>getWindowStore(StoreNames.HISTORY).all()) {
      all.forEachRemaining(row -> bytes.addAll(List.of(row.key.key().get(), row.value)));
    }
    return bytes;
  }

  /** Values of the records that a store's changelog has got since the last call. */
  public List<byte[]> changelogValues(String store) {
    return output("test-" + store + "-changelog").readValuesToList().stream()
        .filter(Objects::nonNull)
        .toList();
  }

  /** A counter of a journey, or of the whole partition when the journey id is empty. */
  public long total(String journeyId, String name) {
    return ask(new Query.Totals())
        .journeys()
        .getOrDefault(journeyId, Map.of())
        .getOrDefault(name, 0L);
  }

  /** The value of a counter with these labels, zero when nothing was counted. */
  public double counted(String name, String... labels) {
    return registry.find(name).tags(labels).counters().stream().mapToDouble(Counter::count).sum();
  }

  /** Lateness of the timers that fired. */
  public HistogramSnapshot lateness() {
    return registry.get("sojourn_timer_lateness_seconds").timer().takeSnapshot();
  }

  public long rows(String store) {
    long count = 0;
    try (var all = driver.getKeyValueStore(store).all()) {
      while (all.hasNext()) {
        all.next();
        count++;
      }
    }
    return count;
  }

  @Override
  public void close() {
    driver.close();
    try {
      Utils.delete(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
