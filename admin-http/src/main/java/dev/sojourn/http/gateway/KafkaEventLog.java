package dev.sojourn.http.gateway;

import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.gateway.EventGateway.Place;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the events topic at given offsets. */
final class KafkaEventLog implements EventLog, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaEventLog.class);
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /** Events this close together come with one fetch; seeking would drop what is fetched already. */
  private static final long NEAR = 200;

  private final LogReaders readers;
  private final String topic;
  private final EventStretches stretches;

  KafkaEventLog(LogReaders readers, String topic, int partitions) {
    this.readers = readers;
    this.topic = topic;
    this.stretches = new EventStretches(topic, partitions);
  }

  @Override
  public List<Stretch> taken(Instant from, Instant to, Duration patience) {
    List<Stretch> found = new ArrayList<>();
    try {
      readers.use(consumer -> found.addAll(stretches.taken(consumer, from, to, patience)));
    } catch (KafkaException e) {
      throw new UnavailableException("the log cannot be read now", e);
    }
    return found;
  }

  @Override
  public List<Chunk> read(List<Stretch> parts, Predicate<Taken> wanted, Duration patience) {
    List<Chunk> found = new ArrayList<>();
    try {
      readers.use(consumer -> found.addAll(stretches.read(consumer, parts, wanted, patience)));
    } catch (KafkaException e) {
      throw new UnavailableException("the log cannot be read now", e);
    }
    return found;
  }

  @Override
  public Map<Place, EventEnvelope> read(Collection<Place> places) {
    Map<Integer, NavigableSet<Long>> wanted = new TreeMap<>();
    places.forEach(
        place ->
            wanted
                .computeIfAbsent(place.partition(), partition -> new TreeSet<>())
                .add(place.offset()));
    Map<Place, EventEnvelope> found = new HashMap<>();
    if (wanted.isEmpty()) {
      return found;
    }
    try {
      readers.use(
          consumer -> {
            long deadline = System.nanoTime() + DEADLINE.toNanos();
            wanted.forEach(
                (partition, offsets) -> read(consumer, partition, offsets, found, deadline));
          });
    } catch (KafkaException e) {
      throw new UnavailableException("the log cannot be read now", e);
    }
    return found;
  }

  private void read(
      Consumer<byte[], byte[]> consumer,
      int partition,
      NavigableSet<Long> offsets,
      Map<Place, EventEnvelope> found,
      long deadline) {
    TopicPartition source = new TopicPartition(topic, partition);
    consumer.assign(List.of(source));
    consumer.seek(source, offsets.first());
    while (!offsets.isEmpty()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new UnavailableException("the log cannot be read now");
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofNanos(left))) {
        if (offsets.remove(record.offset())) {
          keep(record, found);
        }
      }
      // What lies before the position and was not seen has gone.
      long position = consumer.position(source, Duration.ofNanos(Math.max(left, 1)));
      offsets.headSet(position).clear();
      if (!offsets.isEmpty() && offsets.first() - position > NEAR) {
        consumer.seek(source, offsets.first());
      }
    }
  }

  private static void keep(ConsumerRecord<byte[], byte[]> record, Map<Place, EventEnvelope> found) {
    try {
      found.put(
          new Place(record.partition(), record.offset()), EventEnvelope.decode(record.value()));
    } catch (InvalidRecordException e) {
      LOG.warn("expected an event at offset {} of {}", record.offset(), record.topic(), e);
    }
  }

  @Override
  public void close() {
    readers.close();
  }
}
