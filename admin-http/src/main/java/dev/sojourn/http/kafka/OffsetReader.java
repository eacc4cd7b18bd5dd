package dev.sojourn.http.kafka;

import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.kafka.EventGateway.Place;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reader of one topic at given offsets. */
final class OffsetReader {

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /** Records this close together come in one fetch; seeking would discard what was fetched. */
  private static final long NEAR = 200;

  private final ConsumerPool readers;
  private final String topic;

  OffsetReader(ConsumerPool readers, String topic) {
    this.readers = readers;
    this.topic = topic;
  }

  /**
   * Passes on the records at these positions, in log order. Those that retention has removed are
   * left out.
   *
   * @throws UnavailableException when the log does not answer in time
   */
  void read(
      Collection<Place> places, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> keep) {
    Map<Integer, NavigableSet<Long>> wanted = new TreeMap<>();
    places.forEach(
        place ->
            wanted
                .computeIfAbsent(place.partition(), partition -> new TreeSet<>())
                .add(place.offset()));
    if (wanted.isEmpty()) {
      return;
    }
    try {
      readers.use(
          consumer -> {
            long deadline = System.nanoTime() + DEADLINE.toNanos();
            wanted.forEach(
                (partition, offsets) -> read(consumer, partition, offsets, keep, deadline));
          });
    } catch (KafkaException e) {
      throw new UnavailableException("the log cannot be read now", e);
    }
  }

  private void read(
      Consumer<byte[], byte[]> consumer,
      int partition,
      NavigableSet<Long> offsets,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> keep,
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
          keep.accept(record);
        }
      }
      // Offsets before the position that were not seen are gone.
      long position = consumer.position(source, Duration.ofNanos(Math.max(left, 1)));
      offsets.headSet(position).clear();
      if (!offsets.isEmpty() && offsets.first() - position > NEAR) {
        consumer.seek(source, offsets.first());
      }
    }
  }
}
