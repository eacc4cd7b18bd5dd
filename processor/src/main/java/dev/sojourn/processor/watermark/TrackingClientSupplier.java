package dev.sojourn.processor.watermark;

import dev.sojourn.processor.thread.ThreadCommits;
import dev.sojourn.processor.thread.ThreadWakeups;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Client supplier whose consumers remember the last offset that they returned from a poll. A task
 * needs to know that it has processed everything polled, and that its position is past some offset;
 * Kafka Streams exposes neither.
 */
public final class TrackingClientSupplier
    implements KafkaClientSupplier, ProcessedOffsets.Consumed {

  private final ThreadWakeups wakeups;
  private final ThreadCommits commits;
  private final Map<Thread, Tracked> byThread = new ConcurrentHashMap<>();

  /**
   * Creates a supplier for threads with these wake-ups.
   *
   * @param wakeups decide how long a thread may wait for records
   * @param commits receive the duration of each commit
   */
  public TrackingClientSupplier(ThreadWakeups wakeups, ThreadCommits commits) {
    this.wakeups = wakeups;
    this.commits = commits;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new Tracked(config);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new TimedProducer(config);
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  /** Starts tracking for a new task: what was polled before belonged to another one. */
  void begin(TopicPartition partition) {
    Tracked consumer = byThread.get(Thread.currentThread());
    if (consumer != null) {
      consumer.delivered.remove(partition);
    }
  }

  /**
   * The last offset of a partition that the calling stream thread's consumer returned from a poll.
   */
  @Override
  public OptionalLong lastDelivered(TopicPartition partition) {
    Tracked consumer = byThread.get(Thread.currentThread());
    Long last = consumer == null ? null : consumer.delivered.get(partition);
    return last == null ? OptionalLong.empty() : OptionalLong.of(last);
  }

  /**
   * The position of the calling stream thread's consumer. It is past transaction markers, which a
   * poll never returns.
   */
  @Override
  public OptionalLong position(TopicPartition partition) {
    Tracked consumer = byThread.get(Thread.currentThread());
    if (consumer == null || !consumer.assignment().contains(partition)) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(consumer.position(partition, Duration.ZERO));
    } catch (TimeoutException | InvalidOffsetException e) {
      // Just assigned: the position is not known yet, for this partition or for another without an
      // offset. The next poll of Kafka Streams resolves it; rethrown here, it would kill the
      // thread.
      return OptionalLong.empty();
    }
  }

  /** Measures each commit of its thread: from the first flush to the end of the transaction. */
  private final class TimedProducer extends KafkaProducer<byte[], byte[]> {

    private static final long NONE = -1;

    private long flushedFrom = NONE;

    TimedProducer(Map<String, Object> config) {
      super(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void flush() {
      if (flushedFrom == NONE) {
        flushedFrom = System.nanoTime();
      }
      super.flush();
    }

    @Override
    public void commitTransaction() {
      super.commitTransaction();
      long now = System.nanoTime();
      commits.committed(flushedFrom == NONE ? 0 : now - flushedFrom);
      flushedFrom = NONE;
    }
  }

  private final class Tracked extends KafkaConsumer<byte[], byte[]> {

    private final Map<TopicPartition, Long> delivered = new HashMap<>();

    Tracked(Map<String, Object> config) {
      super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      byThread.put(Thread.currentThread(), this);
      ConsumerRecords<byte[], byte[]> records =
          super.poll(Duration.ofMillis(wakeups.pollTimeoutMs(timeout.toMillis())));
      if (!records.isEmpty()) {
        wakeups.busy();
      }
      for (TopicPartition partition : records.partitions()) {
        var list = records.records(partition);
        ConsumerRecord<byte[], byte[]> last = list.get(list.size() - 1);
        delivered.put(partition, last.offset());
      }
      return records;
    }

    @Override
    public void close(CloseOptions options) {
      byThread.values().remove(this);
      super.close(options);
    }
  }
}
