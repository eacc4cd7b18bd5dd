package dev.sojourn.http.kafka;

import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.topics.topic.Headers;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reader of the dead letter topic at given offsets. */
final class KafkaDeadLetterLog implements DeadLetterLog {

  private final OffsetReader records;

  KafkaDeadLetterLog(ConsumerPool readers, String topic) {
    this.records = new OffsetReader(readers, topic);
  }

  @Override
  public Map<Place, Letter> read(Collection<Place> places, int most) {
    Map<Place, Letter> found = new HashMap<>();
    records.read(
        places,
        record -> found.put(new Place(record.partition(), record.offset()), letter(record, most)));
    return found;
  }

  private static Letter letter(ConsumerRecord<byte[], byte[]> record, int most) {
    byte[] value = Objects.requireNonNullElse(record.value(), new byte[0]);
    boolean cut = record.headers().lastHeader(Headers.CUT_FROM) != null;
    return new Letter(
        record.key(), value.length > most ? Arrays.copyOf(value, most) : value, value.length, cut);
  }
}
