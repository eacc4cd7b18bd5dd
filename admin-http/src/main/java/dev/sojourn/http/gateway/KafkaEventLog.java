package dev.sojourn.http.gateway;

import dev.sojourn.http.gateway.EventGateway.Place;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the events topic at given offsets. */
final class KafkaEventLog implements EventLog, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaEventLog.class);

  private final LogReaders readers;
  private final RecordsAt records;

  KafkaEventLog(LogReaders readers, String topic) {
    this.readers = readers;
    this.records = new RecordsAt(readers, topic);
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
      LOG.warn("expected an event at offset {} of {}", record.offset(), record.topic(), e);
    }
  }

  @Override
  public void close() {
    readers.close();
  }
}
