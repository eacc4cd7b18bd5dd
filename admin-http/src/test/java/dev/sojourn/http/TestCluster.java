package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.http.prometheus.Scrape;
import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.engine.PartitionedHarness;
import dev.sojourn.processor.engine.PartitionedHarness.Appended;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult.StateView;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.CommandCodec;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.registry.ContentHash;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Partitions;
import dev.sojourn.topics.topic.Topics.Role;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The partitions behind the nodes of a test: the real topology with its stores. By its verbs a test
 * arranges what has happened before a request. Safe for any number of threads.
 */
public final class TestCluster implements AutoCloseable {

  public static final int PARTITIONS = 4;

  /** Of everything that a test arranges. */
  public static final Actor ARRANGER = new Actor("arranger", null, null);

  private final PrometheusMeterRegistry meterRegistry = Scrape.newRegistry();

  /** What the tasks count with; each of them registers the same. */
  final EngineMeters meters = new EngineMeters(meterRegistry);

  private final PartitionedHarness tasks = new PartitionedHarness(PARTITIONS, meterRegistry);

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

  /** Publishes journeys and, with an empty body, those of their templates that are missing. */
  public void publish(String... journeys) {
    for (String json : journeys) {
      JourneyDefinition journey = EngineHarness.journey(json);
      journey.steps().stream()
          .flatMap(step -> step.templates())
          .filter(key -> registry().template(key).isEmpty())
          .forEach(key -> publish(new Template(key, "hash of " + key, "Hello", null, null, "")));
      decide(new Command.PublishJourney(journey, ContentHash.of(journey)));
    }
  }

  /** Publishes a journey in a state that the author of a file cannot give it. */
  public void publish(String json, Journey.State state, @Nullable Boolean override) {
    JourneyDefinition journey = EngineHarness.journey(json);
    tasks.publish(RegistryEntry.of(new JourneyVersion(journey.id(), 1, "hash", journey)));
    tasks.publish(
        RegistryEntry.of(
            new Journey(
                journey.id(),
                journey.title(),
                Journey.Origin.BUILDER,
                state,
                override,
                1,
                Map.of("hash", 1),
                null,
                journey.isEnabled(),
                now())));
  }

  public void publish(Template template) {
    decide(new Command.PublishTemplate(template));
  }

  /** Publishes a key of any history. */
  public void publish(ApiKey key) {
    tasks.publish(RegistryEntry.of(key));
  }

  /** Has a command applied. */
  public Result decide(Command command) {
    return decide(command, ARRANGER);
  }

  /** Has a command of this actor applied. */
  public Result decide(Command command, Actor by) {
    Result result = send(UUID.randomUUID().toString(), command, by).orElseThrow();
    assertThat(result.rejection()).isNull();
    return result;
  }

  /** The result of a command; empty while the partition that decides it is stalled. */
  Optional<Result> send(String id, Command command, Actor by) {
    RecordHeaders headers = asking(id);
    headers.add(Headers.ACTOR, by.bytes());
    Appended appended =
        tasks.append(
            Role.CONTROL,
            command.decidedBy(PARTITIONS),
            Headers.bytes(command.key()),
            CommandCodec.encode(command),
            headers);
    // All have applied it, or one has refused it.
    return appended.results().stream()
        .filter(result -> result.rejection() != null)
        .findFirst()
        .or(() -> appended.results().stream().findFirst());
  }

  /** Headers of a record that asks for a result. */
  static RecordHeaders asking(String correlation) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.CORRELATION, Headers.bytes(correlation));
    headers.add(Headers.REPLY_TO, Headers.bytes(0));
    return headers;
  }

  /** Receives an event and returns its id. */
  public String receive(String userId, String event) {
    return receive(userId, event, Map.of());
  }

  /** Receives an event and returns its id. */
  public String receive(String userId, String event, Map<String, Object> properties) {
    return receive(
        new CanonicalEvent(
            null, event, userId, null, properties, userId + "@example.com", "api", null));
  }

  /** Receives an event and returns its id. */
  public String receive(CanonicalEvent event) {
    int partition = partitionOf(event.distinctId());
    Place place = append(partition, event, new RecordHeaders()).place();
    return idOf(event, place);
  }

  /** The id under which an event is stored that stands here. */
  public static String idOf(CanonicalEvent event, Place place) {
    String user = event.distinctId();
    String key = event.uuid();
    String unique = key == null ? place.partition() + "-" + place.offset() : key;
    return EventIds.derive(Partitions.hash(user), user, unique).toString();
  }

  /** What came of an event. */
  public record Received(Place place, Optional<Result> receipt) {}

  /** Appends an event to any partition. */
  public Received append(int partition, CanonicalEvent event, RecordHeaders headers) {
    Appended appended =
        tasks.append(
            Role.EVENTS, partition, Headers.bytes(event.distinctId()), event.bytes(), headers);
    return new Received(
        new Place(partition, appended.offset()), appended.results().stream().findFirst());
  }

  /** Appends bytes to a partition of the events topic, under a key. */
  public void appendBytes(int partition, byte @Nullable [] key, byte[] value) {
    tasks.append(Role.EVENTS, partition, key, value, new RecordHeaders());
  }

  /** Delivery cannot read an action, and writes a dead letter of it. */
  public void refuseAction(int partition, byte[] action) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.REASON, Headers.bytes("invalid_action"));
    headers.add(Headers.SOURCE, Headers.bytes("delivery"));
    headers.add(Headers.SOURCE_TOPIC, Headers.bytes("sojourn.actions"));
    headers.add(Headers.SOURCE_PARTITION, Headers.bytes(partition));
    headers.add(Headers.SOURCE_OFFSET, Headers.bytes(0));
    headers.add(Headers.MESSAGE, Headers.bytes("expected an action"));
    tasks.append(Role.DEAD_LETTERS, partition, null, action, headers);
  }

  /** Delivers the messages requested so far and returns them; each of them is in the outbox. */
  public List<SendAction> deliver() {
    return report(OutcomeCame.Result.sent, null);
  }

  /** Reports the same of every message requested so far, and returns them. */
  public List<SendAction> report(OutcomeCame.Result result, @Nullable String error) {
    List<SendAction> all = new ArrayList<>();
    tasks.eachTask(
        task -> {
          for (SendAction action : task.actions()) {
            task.outcome(
                new SendOutcome(
                    action.sendId(),
                    action.attempt(),
                    action.userId(),
                    result,
                    error,
                    null,
                    result == OutcomeCame.Result.sent ? message(action) : null));
            all.add(action);
          }
        });
    return all;
  }

  private SendOutcome.Message message(SendAction action) {
    return new SendOutcome.Message(
        action.to(),
        action.channel(),
        action.template(),
        "Welcome",
        "Hello",
        action.journeyId(),
        now());
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
