package dev.sojourn.processor.engine;

import dev.sojourn.processor.task.Destination;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** The context of a driver's task, under the number of another partition. */
record PartitionContext<K, V>(
    ProcessorContext<K, V> driver, int partition, DriverPartition.Routes routes)
    implements ProcessorContext<K, V> {

  @Override
  public TaskId taskId() {
    return new TaskId(driver.taskId().subtopology(), partition);
  }

  @Override
  public Optional<RecordMetadata> recordMetadata() {
    return driver.recordMetadata().map(Place::new).map(RecordMetadata.class::cast);
  }

  private final class Place implements RecordMetadata {

    private final RecordMetadata record;

    private Place(RecordMetadata record) {
      this.record = record;
    }

    @Override
    public String topic() {
      return record.topic();
    }

    @Override
    public int partition() {
      return partition;
    }

    @Override
    public long offset() {
      return record.offset();
    }
  }

  @Override
  public <K1 extends K, V1 extends V> void forward(Record<K1, V1> record) {
    forward(record, null);
  }

  @Override
  public <K1 extends K, V1 extends V> void forward(Record<K1, V1> record, String child) {
    Destination to = (Destination) record.key();
    boolean read =
        EngineTopology.inputs(DrivenTask.TOPICS).contains(DrivenTask.TOPICS.name(to.topic()));
    if (read && to.partition() != partition) {
      routes.route(new Record<>(to, (byte[]) record.value(), record.timestamp(), record.headers()));
    }
    if (!read || to.partition() == partition || to.partition() == Destination.EVERY) {
      driver.forward(record, child);
    }
  }

  @Override
  public String applicationId() {
    return driver.applicationId();
  }

  @Override
  public Serde<?> keySerde() {
    return driver.keySerde();
  }

  @Override
  public Serde<?> valueSerde() {
    return driver.valueSerde();
  }

  @Override
  public File stateDir() {
    return driver.stateDir();
  }

  @Override
  public StreamsMetrics metrics() {
    return driver.metrics();
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // as the interface has it
  public <S extends StateStore> S getStateStore(String name) {
    return driver.getStateStore(name);
  }

  @Override
  public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
    return driver.schedule(interval, type, callback);
  }

  @Override
  public Cancellable schedule(
      Instant start, Duration interval, PunctuationType type, Punctuator callback) {
    return driver.schedule(start, interval, type, callback);
  }

  @Override
  public void commit() {
    driver.commit();
  }

  @Override
  public Map<String, Object> appConfigs() {
    return driver.appConfigs();
  }

  @Override
  public Map<String, Object> appConfigsWithPrefix(String prefix) {
    return driver.appConfigsWithPrefix(prefix);
  }

  @Override
  public long currentSystemTimeMs() {
    return driver.currentSystemTimeMs();
  }

  @Override
  public long currentStreamTimeMs() {
    return driver.currentStreamTimeMs();
  }
}
