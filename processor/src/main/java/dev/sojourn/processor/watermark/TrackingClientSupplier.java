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
 * Makes the consumers of the stream threads and remembers of each what it has handed out. A task
 * needs to know that it has processed everything that was handed out, and that its position is past
 * some offset; Kafka Streams shows neither.
 */
public final class TrackingClientSupplier
    implements KafkaClientSupplier, ProcessedOffsets.Consumed {

  private final ThreadWakeups wakeups;
  private final ThreadCommits commits;
  private final Map<Thread, Tracked> byThread = new ConcurrentHashMap<>();

  /**
   * Consumers of threads that have these wakeups.
   *
   * @param wakeups which say how long a thread may wait for records
   * @param commits told how long each commit took
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

  /** A task begins with this partition: what was handed out before was another's. */
  void begin(TopicPartition partition) {
    Tracked consumer = byThread.get(Thread.currentThread());
    if (consumer != null) {
      consumer.delivered.remove(partition);
    }
  }

  /** What the consumer of the calling stream thread has handed out of a partition last. */
  @Override
  public OptionalLong lastDelivered(TopicPartition partition) {
    Tracked consumer = byThread.get(Thread.currentThread());
    Long last = consumer == null ? null : consumer.delivered.get(partition);
    return last == null ? OptionalLong.empty() : OptionalLong.of(last);
  }

  /**
   * Where the consumer of the calling stream thread reads on. Past markers of transactions, which
   * are never handed out.
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
      // Just assigned: it does not know yet, of this partition or of another that has no offset.
      // The next poll of Kafka Streams settles it; thrown on here, it would cost the thread.
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
