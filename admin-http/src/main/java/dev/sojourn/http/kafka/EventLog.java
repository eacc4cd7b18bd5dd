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

/** Reads events where they stand in the log. Safe for any number of threads. */
public interface EventLog {

  /**
   * The events at these places. What retention has taken, or cannot be read, is left out.
   *
   * @throws dev.sojourn.http.error.UnavailableException when the log does not answer in time
   */
  Map<Place, EventEnvelope> read(Collection<Place> places);

  /**
   * Where that stands which the log took at these times, both inclusive: one stretch for each
   * partition, in their order.
   *
   * @param patience how long this may take
   * @throws dev.sojourn.http.error.UnavailableException when the log does not answer in time
   */
  List<Stretch> taken(Instant from, Instant to, Duration patience);

  /**
   * Reads stretches of different partitions, each whole or not at all.
   *
   * @param wanted which events are kept; the others take no memory
   * @param patience how long this may take; what is not read then is left out
   * @throws dev.sojourn.http.error.UnavailableException when the log cannot be read
   */
  List<Chunk> read(List<Stretch> stretches, Predicate<Taken> wanted, Duration patience);

  /**
   * A part of a partition.
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
   * What stands in a stretch, oldest first. What is no event is left out: no record, or one that
   * cannot be understood.
   *
   * @param oldest when the log took its first record, wanted or not; null when it has none
   */
  record Chunk(Stretch stretch, List<Taken> events, @Nullable Instant oldest) {
    public Chunk {
      events = List.copyOf(events);
    }
  }

  /**
   * An event as the log took it.
   *
   * @param at when it did
   */
  record Taken(Place place, Instant at, EventEnvelope event) {}
}
