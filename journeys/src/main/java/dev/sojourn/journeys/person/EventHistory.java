package dev.sojourn.journeys.person;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A person's stored events. The cost of reading is proportional to what is stored, so read lazily.
 */
public interface EventHistory {

  /** Before every event; stores can represent it in milliseconds. */
  Instant BEGINNING = Instant.ofEpochMilli(Long.MIN_VALUE);

  /** The stored events of this name whose event time is not before {@code since}, in no order. */
  Stream<StoredEvent> find(String name, Instant since);

  default boolean has(String name, Instant since) {
    try (Stream<StoredEvent> found = find(name, since)) {
      return found.findAny().isPresent();
    }
  }

  default long count(String name, Instant since) {
    try (Stream<StoredEvent> found = find(name, since)) {
      return found.count();
    }
  }

  /** An empty history. */
  static EventHistory none() {
    return (name, since) -> Stream.empty();
  }

  /** This history plus one event, unless that event is already stored. */
  default EventHistory including(StoredEvent event) {
    return (name, since) -> {
      Predicate<StoredEvent> other = stored -> !stored.id().equals(event.id());
      Stream<StoredEvent> stored = find(name, since).filter(other);
      boolean counts = event.name().equals(name) && !event.occurredAt().isBefore(since);
      return counts ? Stream.concat(stored, Stream.of(event)) : stored;
    };
  }

  /**
   * What is stored of an event.
   *
   * @param occurredAt event time
   * @param properties the scalars that were small enough to store
   */
  record StoredEvent(UUID id, String name, Instant occurredAt, Map<String, Object> properties) {}
}
