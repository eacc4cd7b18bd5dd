package dev.sojourn.http;

import dev.sojourn.http.kafka.DeadLetterLog;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.http.kafka.EventLog;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.topic.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.streams.test.TestRecord;

/** The readers of a node of the log of a cluster. Retention may remove what was written. */
public final class TestLogReader implements EventLog, DeadLetterLog {

  private final TestCluster cluster;
  private final Set<Place> removedEvents = new HashSet<>();
  private final Set<Place> removedDeadLetters = new HashSet<>();

  public TestLogReader(TestCluster cluster) {
    this.cluster = cluster;
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
