package dev.sojourn.http.kafka;

import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.http.kafka.EventLog.Chunk;
import dev.sojourn.http.kafka.EventLog.Stretch;
import dev.sojourn.http.kafka.EventLog.Taken;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reader of offset ranges of the events topic. */
final class OffsetRangeReader {

  private final List<TopicPartition> all;

  OffsetRangeReader(String topic, int partitions) {
    this.all =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .toList();
  }

  List<Stretch> taken(
      Consumer<byte[], byte[]> consumer, Instant from, Instant to, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    // The last stable offset: records after an open transaction cannot be read yet.
    Map<TopicPartition, Long> ends = consumer.endOffsets(all, until(deadline));
    List<Long> first = firstFrom(consumer, from.toEpochMilli(), ends, until(deadline));
    List<Long> last = firstFrom(consumer, to.toEpochMilli() + 1, ends, until(deadline));
    return IntStream.range(0, all.size())
        .mapToObj(partition -> new Stretch(partition, first.get(partition), last.get(partition)))
        .toList();
  }

  /** By partition: the first offset at or after this time, the end offset when there is none. */
  private List<Long> firstFrom(
      Consumer<byte[], byte[]> consumer,
      long time,
      Map<TopicPartition, Long> ends,
      Duration patience) {
    Map<TopicPartition, Long> times = new HashMap<>();
    all.forEach(source -> times.put(source, Math.max(0, time)));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, patience);
    return all.stream()
        .map(
            source -> {
              long end = ends.getOrDefault(source, 0L);
              OffsetAndTimestamp first = found.get(source);
              return first == null ? end : Math.min(end, first.offset());
            })
        .toList();
  }

  List<Chunk> read(
      Consumer<byte[], byte[]> consumer,
      List<Stretch> stretches,
      Predicate<Taken> wanted,
      Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    List<Reading> pending = new ArrayList<>();
    stretches.forEach(
        stretch -> pending.add(new Reading(stretch, all.get(stretch.partition()), wanted)));
    consumer.assign(pending.stream().map(one -> one.source).toList());
    pending.forEach(one -> consumer.seek(one.source, one.stretch.from()));
    List<Chunk> whole = new ArrayList<>();
    try {
      while (!pending.isEmpty() && System.nanoTime() < deadline) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(until(deadline));
        pending.forEach(one -> one.take(records.records(one.source)));
        for (Reading one : List.copyOf(pending)) {
          // Check the position, not the last record, which may be gone or a transaction marker.
          if (consumer.position(one.source, until(deadline)) >= one.stretch.to()) {
            whole.add(new Chunk(one.stretch, one.events, one.oldest));
            pending.remove(one);
            consumer.pause(List.of(one.source));
          }
        }
      }
    } catch (TimeoutException e) {
      // The ranges read completely are the result.
      return whole;
    } finally {
      // The next user of the consumer may need the same partitions, which would stay paused.
      consumer.resume(consumer.assignment());
    }
    return whole;
  }

  private static Duration until(long deadline) {
    return Duration.ofNanos(Math.max(deadline - System.nanoTime(), 1));
  }

  /** A range and the events read from it so far. */
  private static final class Reading {

    private final Stretch stretch;
    private final TopicPartition source;
    private final Predicate<Taken> wanted;
    private final List<Taken> events = new ArrayList<>();
    private @Nullable Instant oldest;

    Reading(Stretch stretch, TopicPartition source, Predicate<Taken> wanted) {
      this.stretch = stretch;
      this.source = source;
      this.wanted = wanted;
    }

    void take(List<ConsumerRecord<byte[], byte[]>> records) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (record.offset() < stretch.to()) {
          if (oldest == null) {
            oldest = Instant.ofEpochMilli(record.timestamp());
          }
          event(record).filter(wanted).ifPresent(events::add);
        }
      }
    }
  }

  private static Optional<Taken> event(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(
          new Taken(
              new Place(record.partition(), record.offset()),
              Instant.ofEpochMilli(record.timestamp()),
              EventEnvelope.decode(record.value())));
    } catch (InvalidRecordException e) {
      // It is a dead letter, and listed as one.
      return Optional.empty();
    }
  }
}
