package dev.sojourn.http.kafka;

import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.topics.event.EventEnvelope;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reader of events at given positions in the log. Thread-safe. */
public interface EventLog {

  /**
   * Reads the events at these positions. Those that retention has removed, or that cannot be
   * decoded, are left out.
   *
   * @throws dev.sojourn.http.error.UnavailableException when the log does not answer in time
   */
  Map<Place, EventEnvelope> read(Collection<Place> places);

  /**
   * Finds the offsets of the records appended between two times, both inclusive: one range per
   * partition, in partition order.
   *
   * @param patience how long this may take
   * @throws dev.sojourn.http.error.UnavailableException when the log does not answer in time
   */
  List<Stretch> taken(Instant from, Instant to, Duration patience);

  /**
   * Reads ranges of different partitions, each completely or not at all.
   *
   * @param wanted which events to keep; the others take no memory
   * @param patience how long this may take; ranges not read by then are left out
   * @throws dev.sojourn.http.error.UnavailableException when the log cannot be read
   */
  List<Chunk> read(List<Stretch> stretches, Predicate<Taken> wanted, Duration patience);

  /**
   * Offset range of a partition.
   *
   * @param from the first offset
   * @param to the offset after the last
   */
  record Stretch(int partition, long from, long to) {
    public boolean isEmpty() {
      return from >= to;
    }
  }

  /**
   * Events of a range, oldest first. Records that cannot be decoded are left out.
   *
   * @param oldest append time of the first record, wanted or not; null when the range has none
   */
  record Chunk(Stretch stretch, List<Taken> events, @Nullable Instant oldest) {
    public Chunk {
      events = List.copyOf(events);
    }
  }

  /**
   * An event as appended to the log.
   *
   * @param at append time
   */
  record Taken(Place place, Instant at, EventEnvelope event) {}
}
