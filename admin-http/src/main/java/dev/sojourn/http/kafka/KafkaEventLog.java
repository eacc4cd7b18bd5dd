package dev.sojourn.http.kafka;

import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reader of the events topic at given offsets. */
final class KafkaEventLog implements EventLog, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaEventLog.class);

  private final ConsumerPool readers;
  private final OffsetReader records;
  private final OffsetRangeReader stretches;

  KafkaEventLog(ConsumerPool readers, String topic, int partitions) {
    this.readers = readers;
    this.records = new OffsetReader(readers, topic);
    this.stretches = new OffsetRangeReader(topic, partitions);
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
    Map<Place, EventEnvelope> found = new HashMap<>();
    records.read(places, record -> keep(record, found));
    return found;
  }

  private static void keep(ConsumerRecord<byte[], byte[]> record, Map<Place, EventEnvelope> found) {
    try {
      found.put(
          new Place(record.partition(), record.offset()), EventEnvelope.decode(record.value()));
    } catch (InvalidRecordException e) {
      // Log the reason, not the message: the message quotes the record, which contains personal
      // data.
      LOG.warn(
          "expected an event at offset {} of {}, found {}",
          record.offset(),
          record.topic(),
          e.reason());
    }
  }

  @Override
  public void close() {
    readers.close();
  }
}
