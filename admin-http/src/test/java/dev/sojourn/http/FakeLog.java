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
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Partitions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** A log, and an engine behind it that answers as it is told. */
public final class FakeLog implements EventGateway, CommandGateway, EventLog, DeadLetterLog {

  /** Every event that was appended, in order. */
  public final List<CanonicalEvent> appended = new ArrayList<>();

  /** Every command that was given, in order. */
  public final List<Given> given = new ArrayList<>();

  public final Map<Place, EventEnvelope> stored = new HashMap<>();

  public final Map<Place, Letter> letters = new HashMap<>();

  /** What the engine says of an event, empty for nothing until the deadline. */
  public Function<CanonicalEvent, Optional<Result>> receipts =
      event -> Optional.of(decided(true, Map.of()));

  /** What the engine says of a command, empty for nothing until the deadline. */
  public Function<Command, Optional<Result>> answers = command -> Optional.empty();

  /** Whether the log takes this one. */
  public Function<CanonicalEvent, Boolean> takes = event -> true;

  public int tried;

  /** Who gave each command, in order. */
  public final List<Actor> actors = new ArrayList<>();

  /** Who enrolled persons into which journey, in order. */
  public final List<Enrolling> enrolling = new ArrayList<>();

  /** Who enrols into which journey. */
  public record Enrolling(Actor by, String journeyId) {}

  /** What is read in stretches, of each partition the oldest first. */
  public final List<Taken> log = new ArrayList<>();

  /** How many chunks the log gives before time runs out. */
  public int mostChunks = Integer.MAX_VALUE;

  public int chunksRead;

  /** A command under its id. */
  public record Given(String id, Command command) {}

  public static Result applied(Answer answer) {
    return Result.applied(0, answer);
  }

  public static Result rejected(Rejection.Code code) {
    return rejected(Rejection.of(code));
  }

  public static Result rejected(Rejection rejection) {
    return Result.rejected(0, rejection);
  }

  /** A receipt for an event. */
  public static Result decided(boolean stored, Map<String, Answer.Entry> entries) {
    return applied(new Answer.EventDecided(stored, new UUID(1, 2), entries));
  }

  @Override
  public CompletableFuture<Place> append(CanonicalEvent event) {
    tried++;
    if (!takes.apply(event)) {
      return CompletableFuture.failedFuture(
          UnavailableException.unwritten(new IOException("no broker")));
    }
    appended.add(event);
    return CompletableFuture.completedFuture(
        new Place(Partitions.of(event.distinctId(), FakeEngine.PARTITIONS), appended.size() - 1));
  }

  @Override
  public CompletableFuture<Result> appendForReceipt(CanonicalEvent event, Duration deadline) {
    return append(event)
        .thenCompose(
            place ->
                receipts
                    .apply(event)
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(FakeLog::silence));
  }

  @Override
  public EventGateway enrolling(Actor by, String journeyId) {
    enrolling.add(new Enrolling(by, journeyId));
    return this;
  }

  @Override
  public CompletableFuture<Result> send(String id, Command command, Actor by) {
    actors.add(by);
    given.add(new Given(id, command));
    return answers
        .apply(command)
        .map(CompletableFuture::completedFuture)
        .orElseGet(FakeLog::unavailable);
  }

  @Override
  public Map<Place, EventEnvelope> read(Collection<Place> places) {
    Map<Place, EventEnvelope> found = new HashMap<>(stored);
    found.keySet().retainAll(places);
    return found;
  }

  @Override
  public List<Stretch> taken(Instant from, Instant to, Duration patience) {
    List<Stretch> stretches = new ArrayList<>();
    for (int partition = 0; partition < FakeEngine.PARTITIONS; partition++) {
      List<Taken> records = records(partition);
      stretches.add(
          new Stretch(
              partition,
              records.stream().filter(record -> record.at().isBefore(from)).count(),
              records.stream().filter(record -> !record.at().isAfter(to)).count()));
    }
    return stretches;
  }

  @Override
  public List<Chunk> read(List<Stretch> stretches, Predicate<Taken> wanted, Duration patience) {
    List<Chunk> chunks = new ArrayList<>();
    for (Stretch stretch : stretches) {
      chunksRead++;
      if (chunksRead <= mostChunks) {
        List<Taken> all =
            records(stretch.partition()).subList((int) stretch.from(), (int) stretch.to());
        chunks.add(
            new Chunk(
                stretch,
                all.stream().filter(wanted).toList(),
                all.isEmpty() ? null : all.get(0).at()));
      }
    }
    return chunks;
  }

  private List<Taken> records(int partition) {
    return log.stream().filter(record -> record.place().partition() == partition).toList();
  }

  /** Appends a record as a producer would, and returns where it stands. */
  public Place write(int partition, Instant at, CanonicalEvent event) {
    Place place = new Place(partition, records(partition).size());
    store(place, event);
    log.add(new Taken(place, at, stored.get(place)));
    return place;
  }

  @Override
  public Map<Place, Letter> read(Collection<Place> places, int most) {
    Map<Place, Letter> found = new HashMap<>(letters);
    found.keySet().retainAll(places);
    found.replaceAll(
        (place, letter) ->
            new Letter(
                letter.key(),
                Arrays.copyOf(letter.value(), Math.min(most, letter.value().length)),
                letter.value().length,
                letter.cut()));
    return found;
  }

  /** Puts an event where the log has it. */
  public void store(Place place, CanonicalEvent event) {
    try {
      stored.put(place, EventEnvelope.decode(event.bytes()));
    } catch (InvalidRecordException e) {
      throw new IllegalArgumentException(e);
    }
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
}
