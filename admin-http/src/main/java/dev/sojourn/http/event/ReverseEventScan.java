package dev.sojourn.http.event;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.http.kafka.EventLog;
import dev.sojourn.http.kafka.EventLog.Chunk;
import dev.sojourn.http.kafka.EventLog.Stretch;
import dev.sojourn.http.kafka.EventLog.Taken;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult.EventRow;
import dev.sojourn.topics.topic.Partitions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reverse scan over the stored events of all persons, newest first by append time, then by
 * partition. No store has this order, so the log is read backwards in chunks, in all partitions in
 * parallel, and no further than the page needs. Only the owners know whether a record is a stored
 * event, and not a duplicate, a copy in the wrong partition or an event of an erased person, so
 * they are queried.
 */
final class ReverseEventScan {

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final ClusterQueries queries;
  private final EventLog log;
  private final int chunk;

  /**
   * Creates a scan.
   *
   * @param chunk records of a partition to read at a time, initially
   */
  ReverseEventScan(ClusterQueries queries, EventLog log, int chunk) {
    this.queries = queries;
    this.log = log;
    this.chunk = chunk;
  }

  /**
   * Filter of a scan.
   *
   * @param event an exact name, null for all
   * @param from append time, inclusive
   * @param to inclusive
   */
  record Range(@Nullable String event, Instant from, Instant to) {
    boolean has(Taken taken) {
      return (event == null || event.equals(taken.event().event()))
          && !taken.at().isBefore(from)
          && !taken.at().isAfter(to);
    }
  }

  /** A stored event with its record in the log. */
  record Found(EventRow row, Taken taken) {}

  /**
   * Page of events.
   *
   * @param next where the next page begins; null when everything has been read
   */
  record Swept(List<Found> events, @Nullable LogCursor next) {}

  /**
   * Reads a page. It is shorter than the limit when the range ends or time runs out; then it
   * contains what is certain, and the next page continues from there.
   *
   * @param after where the last page ended, null to begin with the newest
   * @param offset events to skip when there is no last page
   * @throws UnavailableException when an owner or the log cannot answer now
   */
  Swept page(Range range, @Nullable LogCursor after, int offset, int limit) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    List<PartitionScan> scans = scans(range, after);
    LogCursor start = cursor(scans, after == null ? offset : after.skip());
    int skip = start.skip();
    List<Found> page = new ArrayList<>();
    Optional<PartitionScan> foremost = foremost(scans);
    while (foremost.isPresent()) {
      PartitionScan scan = foremost.get();
      if (scan.found().isEmpty()) {
        if (!advance(scans, range, deadline)) {
          LogCursor reached = cursor(scans, skip);
          if (reached.equals(start)) {
            throw new UnavailableException("the log cannot be read now");
          }
          return new Swept(page, reached);
        }
      } else if (skip > 0) {
        scan.found().removeFirst();
        skip--;
      } else if (page.size() < limit) {
        page.add(scan.found().removeFirst());
      } else {
        return new Swept(page, cursor(scans, 0));
      }
      foremost = foremost(scans);
    }
    return new Swept(page, null);
  }

  private List<PartitionScan> scans(Range range, @Nullable LogCursor after) {
    List<PartitionScan> scans = new ArrayList<>();
    for (Stretch stretch : log.taken(range.from(), range.to(), DEADLINE)) {
      long to =
          after == null
              ? stretch.to()
              : Math.min(stretch.to(), after.next().get(stretch.partition()));
      // In partition order, so that a scan's index is its partition number.
      scans.add(
          new PartitionScan(
              new Stretch(stretch.partition(), stretch.from(), to), range.to(), chunk));
    }
    return scans;
  }

  /** The scan that has, or may have, the next event; empty when none has any left. */
  private static Optional<PartitionScan> foremost(List<PartitionScan> scans) {
    return scans.stream()
        .filter(scan -> !scan.isOver())
        .min(Comparator.comparing(PartitionScan::newest).reversed());
  }

  private static LogCursor cursor(List<PartitionScan> scans, int skip) {
    return new LogCursor(skip, scans.stream().map(PartitionScan::next).toList());
  }

  /**
   * Reads the next chunk of every partition whose events have all been shown.
   *
   * @return false when time has run out
   */
  private boolean advance(List<PartitionScan> scans, Range range, long deadline) {
    Duration left = Duration.ofNanos(deadline - System.nanoTime());
    if (left.isNegative() || left.isZero()) {
      return false;
    }
    List<Stretch> wanted =
        scans.stream()
            .filter(scan -> scan.found().isEmpty() && !scan.isOver())
            .map(PartitionScan::toRead)
            .toList();
    List<Chunk> chunks = log.read(wanted, range::has, left);
    for (Chunk read : chunks) {
      int partition = read.stretch().partition();
      scans.get(partition).passed(read, stored(partition, read.events()));
    }
    return chunks.size() == wanted.size();
  }

  /** The records that the owner has stored under exactly this position, oldest first. */
  private List<Found> stored(int partition, List<Taken> events) {
    Set<UUID> ids = events.stream().map(ReverseEventScan::id).collect(Collectors.toSet());
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<Place, EventRow> rows = new HashMap<>();
    queries
        .one(new Query.StoredEvents(List.copyOf(ids)), partition)
        .events()
        .forEach(row -> rows.put(new Place(row.partition(), row.offset()), row));
    List<Found> found = new ArrayList<>();
    for (Taken taken : events) {
      EventRow row = rows.get(taken.place());
      if (row != null) {
        found.add(new Found(row, taken));
      }
    }
    return found;
  }

  /** The id that the engine derives for it. */
  private static UUID id(Taken taken) {
    String userId = taken.event().userId();
    String uuid = taken.event().uuid();
    String place = taken.place().partition() + "-" + taken.place().offset();
    return EventIds.derive(Partitions.hash(userId), userId, uuid == null ? place : uuid);
  }
}
