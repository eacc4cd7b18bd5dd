package dev.sojourn.benchmarks.floor;

import dev.sojourn.processor.history.HistoryKey;
import dev.sojourn.processor.history.HistoryRow;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.topic.Partitions;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/**
 * Processor that writes one row per event, without a duplicate check and without reading the
 * person.
 */
final class FloorProcessor implements Processor<byte[], byte[], Void, Void> {

  private @Nullable ProcessorContext<Void, Void> context;
  private @Nullable WindowStore<Bytes, byte[]> history;

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    this.context = context;
    this.history = context.getStateStore(FloorTopology.store());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    EventEnvelope event;
    try {
      event = EventEnvelope.decode(record.value());
    } catch (InvalidRecordException e) {
      throw new IllegalStateException("expected only events that can be read", e);
    }
    Instant intake = Instant.ofEpochMilli(record.timestamp());
    String uuid = Objects.requireNonNull(event.uuid());
    Instant said = event.timestamp();
    HistoryRow row =
        new HistoryRow(
            event.userId(),
            said == null ? intake : said,
            event.event(),
            Objects.requireNonNull(context).recordMetadata().orElseThrow().offset(),
            uuid,
            Map.of());
    Objects.requireNonNull(history)
        .put(key(event.userId(), uuid), row.pack(), HistoryKey.window(intake));
  }

  /** A key of the same shape and distribution as the engine's, without its digest. */
  private static Bytes key(String userId, String uuid) {
    UUID id = UUID.fromString(uuid);
    long hash = Partitions.hash(userId);
    return HistoryKey.of(
        new UUID(hash << 32 | id.getMostSignificantBits() >>> 32, id.getLeastSignificantBits()));
  }
}
