package dev.sojourn.http;

import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.kafka.CommandGateway;
import dev.sojourn.http.kafka.DeadLetterLog;
import dev.sojourn.http.kafka.EventGateway;
import dev.sojourn.http.kafka.EventLog;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The log of a cluster, as the gateways and readers of a node see it. It remembers what was written
 * through it, may refuse it, and may lose or exchange what comes back.
 */
public final class TestLog implements EventGateway, CommandGateway, EventLog, DeadLetterLog {

  /** Every event that was appended through this log, in order. */
  public final List<CanonicalEvent> appended = Collections.synchronizedList(new ArrayList<>());

  /** Every command that was given, in order. */
  public final List<Given> given = Collections.synchronizedList(new ArrayList<>());

  /** Who gave each command, in order. */
  public final List<Actor> actors = Collections.synchronizedList(new ArrayList<>());

  /** Who enrolled persons into which journey, in order. */
  public final List<Enrolling> enrolling = Collections.synchronizedList(new ArrayList<>());

  /** Whether the log takes this one. */
  public Predicate<CanonicalEvent> takes = event -> true;

  /** How often an event was given to it. */
  public int tried;

  /** What becomes of the engine's receipt of an event; empty for nothing until the deadline. */
  public BiFunction<CanonicalEvent, Result, Optional<Result>> receipts =
      (event, receipt) -> Optional.of(receipt);

  /** What becomes of the engine's result of a command; empty for nothing until the deadline. */
  public BiFunction<Command, Result, Optional<Result>> results =
      (command, result) -> Optional.of(result);

  private final TestCluster cluster;
  private final Set<Place> removedEvents = new HashSet<>();
  private final Set<Place> removedDeadLetters = new HashSet<>();

  /** Who enrols into which journey. */
  public record Enrolling(Actor by, String journeyId) {}

  /** A command under its id. */
  public record Given(String id, Command command) {}

  public TestLog(TestCluster cluster) {
    this.cluster = cluster;
  }

  public static Result rejected(Rejection rejection) {
    return Result.rejected(0, rejection);
  }

  @Override
  public CompletableFuture<Place> append(CanonicalEvent event) {
    return append(event, new RecordHeaders());
  }

  private CompletableFuture<Place> append(CanonicalEvent event, RecordHeaders headers) {
    return write(event, headers).thenApply(TestCluster.Received::place);
  }

  @Override
  public CompletableFuture<Result> appendForReceipt(CanonicalEvent event, Duration deadline) {
    return appendForReceipt(event, new RecordHeaders());
  }

  private CompletableFuture<Result> appendForReceipt(CanonicalEvent event, RecordHeaders headers) {
    TestCluster.asking(UUID.randomUUID().toString()).forEach(headers::add);
    return write(event, headers)
        .thenCompose(
            received ->
                received
                    .receipt()
                    .flatMap(receipt -> receipts.apply(event, receipt))
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(TestLog::silence));
  }

  private CompletableFuture<TestCluster.Received> write(
      CanonicalEvent event, RecordHeaders headers) {
    tried++;
    if (!takes.test(event)) {
      return CompletableFuture.failedFuture(
          UnavailableException.unwritten(new IOException("no broker")));
    }
    appended.add(event);
    return CompletableFuture.completedFuture(
        cluster.append(TestCluster.partitionOf(event.distinctId()), event, headers));
  }

  @Override
  public EventGateway enrolling(Actor by, String journeyId) {
    enrolling.add(new Enrolling(by, journeyId));
    return new EnrolmentGateway(by, journeyId);
  }

  private final class EnrolmentGateway implements EventGateway {

    private final Actor by;
    private final String journeyId;

    private EnrolmentGateway(Actor by, String journeyId) {
      this.by = by;
      this.journeyId = journeyId;
    }

    private RecordHeaders headers() {
      RecordHeaders headers = new RecordHeaders();
      headers.add(Headers.ACTOR, by.bytes());
      headers.add(Headers.ENROLS, Headers.bytes(journeyId));
      return headers;
    }

    @Override
    public CompletableFuture<Place> append(CanonicalEvent event) {
      return TestLog.this.append(event, headers());
    }

    @Override
    public CompletableFuture<Result> appendForReceipt(CanonicalEvent event, Duration deadline) {
      return TestLog.this.appendForReceipt(event, headers());
    }

    @Override
    public EventGateway enrolling(Actor other, String another) {
      return TestLog.this.enrolling(other, another);
    }
  }

  @Override
  public CompletableFuture<Result> send(String id, Command command, Actor by) {
    actors.add(by);
    given.add(new Given(id, command));
    return cluster
        .send(id, command, by)
        .flatMap(result -> results.apply(command, result))
        .map(CompletableFuture::completedFuture)
        .orElseGet(TestLog::unavailable);
  }

  /** No answer, which nobody knows before the deadline. */
  private static CompletableFuture<Result> silence() {
    return new CompletableFuture<Result>()
        .orTimeout(20, TimeUnit.MILLISECONDS)
        .exceptionallyCompose(failure -> unavailable());
  }

  private static <T> CompletableFuture<T> unavailable() {
    return CompletableFuture.failedFuture(new UnavailableException("no answer in time"));
  }

  /** The events of a partition, oldest first, without what cannot be decoded. */
  public List<Taken> events(int partition) {
    List<Taken> events = new ArrayList<>();
    List<TestRecord<byte[], byte[]>> records = cluster.events(partition);
    for (int offset = 0; offset < records.size(); offset++) {
      TestRecord<byte[], byte[]> record = records.get(offset);
      Place place = new Place(partition, offset);
      decoded(record.value())
          .filter(event -> !removedEvents.contains(place))
          .ifPresent(event -> events.add(new Taken(place, record.getRecordTime(), event)));
    }
    return events;
  }

  private static Optional<EventEnvelope> decoded(byte[] value) {
    try {
      return Optional.of(EventEnvelope.decode(value));
    } catch (InvalidRecordException e) {
      return Optional.empty();
    }
  }

  @Override
  public Map<Place, EventEnvelope> read(Collection<Place> places) {
    Map<Place, EventEnvelope> found = new HashMap<>();
    for (Place place : places) {
      events(place.partition()).stream()
          .filter(event -> event.place().equals(place))
          .forEach(event -> found.put(place, event.event()));
    }
    return found;
  }

  @Override
  public List<Stretch> taken(Instant from, Instant to, Duration patience) {
    List<Stretch> stretches = new ArrayList<>();
    for (int partition = 0; partition < TestCluster.PARTITIONS; partition++) {
      List<Instant> times =
          cluster.events(partition).stream().map(TestRecord::getRecordTime).toList();
      stretches.add(
          new Stretch(
              partition,
              times.stream().filter(at -> at.isBefore(from)).count(),
              times.stream().filter(at -> !at.isAfter(to)).count()));
    }
    return stretches;
  }

  @Override
  public List<Chunk> read(List<Stretch> stretches, Predicate<Taken> wanted, Duration patience) {
    List<Chunk> chunks = new ArrayList<>();
    for (Stretch stretch : stretches) {
      List<Taken> read =
          events(stretch.partition()).stream()
              .filter(event -> event.place().offset() >= stretch.from())
              .filter(event -> event.place().offset() < stretch.to())
              .toList();
      Instant oldest = read.isEmpty() ? null : read.get(0).at();
      chunks.add(new Chunk(stretch, read.stream().filter(wanted).toList(), oldest));
    }
    return chunks;
  }

  /** Retention removes an event. */
  public void removeEvent(Place place) {
    removedEvents.add(place);
  }

  /** Retention removes a dead letter. */
  public void removeDeadLetter(Place place) {
    removedDeadLetters.add(place);
  }

  @Override
  public Map<Place, Letter> read(Collection<Place> places, int most) {
    Map<Place, Letter> found = new HashMap<>();
    for (Place place : places) {
      List<TestRecord<byte[], byte[]>> records = cluster.deadLetters(place.partition());
      if (place.offset() < records.size() && !removedDeadLetters.contains(place)) {
        found.put(place, letter(records.get((int) place.offset()), most));
      }
    }
    return found;
  }

  private static Letter letter(TestRecord<byte[], byte[]> record, int most) {
    byte[] value = Objects.requireNonNullElse(record.value(), new byte[0]);
    boolean cut = record.headers().lastHeader(Headers.CUT_FROM) != null;
    return new Letter(
        record.key(), Arrays.copyOf(value, Math.min(most, value.length)), value.length, cut);
  }
}
