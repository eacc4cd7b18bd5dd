package dev.sojourn.http.event;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.Rejections;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.kafka.CommandGateway;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.http.kafka.EventLog;
import dev.sojourn.http.kafka.Futures;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.event.Digest;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.EventRow;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Partitions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Replay route: evaluates stored events again, oldest first, for journeys that were published since
 * or whose exits were fixed. History and contacts do not change.
 */
final class Replays {

  private static final String PENDING = "pending, repeat with the same Idempotency-Key";

  /** Events in memory at once; one may have 256 KiB. */
  private static final int AT_ONCE = 100;

  private static final Comparator<EventRow> OLDEST_FIRST =
      Comparator.comparing(EventRow::occurredAt).thenComparing(EventRow::id);

  private final ClusterQueries queries;
  private final EventLog log;
  private final CommandGateway commands;
  private final Rejections rejections;

  Replays(ClusterQueries queries, EventLog log, CommandGateway commands, Rejections rejections) {
    this.queries = queries;
    this.log = log;
    this.commands = commands;
    this.rejections = rejections;
  }

  private record ReplayAnswer(int replayed, List<Failure> errors) {}

  /** An event that was not replayed. */
  private record Failure(String eventId, String error) {}

  /** Command id and actor of a replay request. */
  private record Sender(String commandId, Actor by) {}

  /**
   * A replay in progress.
   *
   * @param failures of the events so far; added to by one thread at a time
   * @param threads on which events may be read from the log
   */
  private record Run(Sender sender, List<EventRow> rows, List<Failure> failures, Executor threads) {

    List<EventRow> batch(int from) {
      return rows.subList(from, Math.min(from + AT_ONCE, rows.size()));
    }

    void fail(EventRow row, String error) {
      failures.add(new Failure(row.id(), error));
    }

    boolean isLate() {
      return failures.stream().anyMatch(failure -> failure.error().equals(PENDING));
    }
  }

  /** {@code POST /v1/admin/events/replay}. */
  void replay(ApiRequest request) {
    ReplayRequest body = request.body(ReplayRequest.class);
    ReplayRequest.Filter filter = body.filter();
    Sender sender = new Sender(request.commandId(), request.caller());
    List<Failure> failures = new ArrayList<>();
    List<EventRow> rows =
        filter == null ? byIds(body.ids(), body.most(), failures) : oldest(filter, body.most());
    request.answerLater(200, run(new Run(sender, rows, failures, request.threads()), 0, 0));
  }

  /** The events with the first {@code limit} distinct ids; adds a failure for each unknown id. */
  private List<EventRow> byIds(List<String> ids, int limit, List<Failure> failures) {
    List<String> asked = ids.stream().distinct().limit(limit).toList();
    Map<Integer, List<UUID>> byPartition = new TreeMap<>();
    for (String id : asked) {
      EventIds.parse(id)
          .ifPresent(
              event ->
                  byPartition
                      .computeIfAbsent(partitionOf(event), partition -> new ArrayList<>())
                      .add(event));
    }
    Map<String, EventRow> found = new HashMap<>();
    byPartition.forEach(
        (partition, events) ->
            queries
                .one(new Query.StoredEvents(events), partition)
                .events()
                .forEach(row -> found.put(row.id(), row)));
    for (String id : asked) {
      if (!found.containsKey(id.toLowerCase(Locale.ROOT))) {
        failures.add(new Failure(id, "Event not found"));
      }
    }
    return found.values().stream().sorted(OLDEST_FIRST).toList();
  }

  private int partitionOf(UUID event) {
    return Partitions.ofHash(EventIds.userHash(event), queries.partitions());
  }

  private List<EventRow> oldest(ReplayRequest.Filter filter, int limit) {
    Query.OldestEvents query =
        new Query.OldestEvents(filter.userId(), filter.event(), filter.from(), filter.to(), limit);
    List<QueryResult.Events> parts =
        filter.userId() == null
            ? queries.all(query)
            : List.of(queries.ofPerson(filter.userId(), query));
    return parts.stream()
        .flatMap(part -> part.events().stream())
        .sorted(OLDEST_FIRST)
        .limit(limit)
        .toList();
  }

  /**
   * Replays the rows from an index on, a batch after the other.
   *
   * @param replayed before
   */
  private CompletableFuture<ReplayAnswer> run(Run run, int from, int replayed) {
    List<EventRow> batch = run.batch(from);
    if (batch.isEmpty()) {
      return CompletableFuture.completedFuture(
          new ReplayAnswer(replayed, List.copyOf(run.failures())));
    }
    if (run.isLate()) {
      // The engine is late: each further batch would wait as long again.
      batch.forEach(row -> run.fail(row, PENDING));
      return run(run, from + batch.size(), replayed);
    }
    Map<EventRow, CompletableFuture<Result>> pending = send(run, batch);
    return Futures.settled(pending.values())
        .thenComposeAsync(
            done -> run(run, from + batch.size(), replayed + count(run, pending)), run.threads());
  }

  private Map<EventRow, CompletableFuture<Result>> send(Run run, List<EventRow> rows) {
    Map<Place, EventEnvelope> stored = log.read(rows.stream().map(Replays::place).toList());
    Map<EventRow, CompletableFuture<Result>> pending = new LinkedHashMap<>();
    for (EventRow row : rows) {
      EventEnvelope event = stored.get(place(row));
      if (event == null) {
        run.fail(row, "Event has left the log");
        continue;
      }
      CompletableFuture<Result> result = Futures.bounded(send(run.sender(), row, event));
      pending.put(row, result);
      if (result.isCompletedExceptionally()) {
        // The log does not accept it: each further command would block as long again.
        Futures.on(result);
      }
    }
    return pending;
  }

  /** Counts the events that were replayed, and records why the others were not. */
  private int count(Run run, Map<EventRow, CompletableFuture<Result>> done) {
    int replayed = 0;
    for (Map.Entry<EventRow, CompletableFuture<Result>> one : done.entrySet()) {
      @Nullable String error = errorOf(one.getValue());
      if (error == null) {
        replayed++;
      } else {
        run.fail(one.getKey(), error);
      }
    }
    return replayed;
  }

  private CompletableFuture<Result> send(Sender sender, EventRow row, EventEnvelope event) {
    return commands.send(
        idOf(sender.commandId(), row.id()),
        new Command.ReplayEvent(
            row.userId(),
            UUID.fromString(row.id()),
            row.occurredAt(),
            sender.commandId(),
            new String(event.bytes(), StandardCharsets.UTF_8)),
        sender.by());
  }

  /** Derived from request and event, so that a repeat of the request repeats the same command. */
  private static String idOf(String commandId, String eventId) {
    ByteBuffer digest = Digest.of("replay", commandId, eventId);
    return new UUID(digest.getLong(), digest.getLong()).toString();
  }

  private @Nullable String errorOf(CompletableFuture<Result> pending) {
    try {
      Rejection rejection = Futures.on(pending).rejection();
      return rejection == null ? null : rejections.text(rejection);
    } catch (UnavailableException e) {
      return PENDING;
    }
  }

  private static Place place(EventRow row) {
    return new Place(row.partition(), row.offset());
  }
}
