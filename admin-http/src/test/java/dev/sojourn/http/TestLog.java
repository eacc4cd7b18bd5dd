package dev.sojourn.http;

import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.kafka.CommandGateway;
import dev.sojourn.http.kafka.EventGateway;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The gateways of a node to the log of a cluster. They remember what was written through them, may
 * refuse it, and may lose or exchange what comes back.
 */
public final class TestLog implements EventGateway, CommandGateway {

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
    return write(event, headers).thenApply(ClusterEvents.Received::place);
  }

  @Override
  public CompletableFuture<Result> appendForReceipt(CanonicalEvent event, Duration deadline) {
    return appendForReceipt(event, new RecordHeaders());
  }

  private CompletableFuture<Result> appendForReceipt(CanonicalEvent event, RecordHeaders headers) {
    ClusterRegistry.asking(UUID.randomUUID().toString()).forEach(headers::add);
    return write(event, headers)
        .thenCompose(
            received ->
                received
                    .receipt()
                    .flatMap(receipt -> receipts.apply(event, receipt))
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(TestLog::silence));
  }

  private CompletableFuture<ClusterEvents.Received> write(
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
}
