package dev.sojourn.benchmarks.load;

import dev.sojourn.topics.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Producer of events for one topic prefix. Use it from one thread. */
final class Events implements AutoCloseable {

  private final String topic;
  private final EventMaker maker;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final AtomicLong firstAppend = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong lastAppend = new AtomicLong();

  Events(Map<String, Object> cluster, Topics topics, EventMaker maker) {
    this.topic = topics.events();
    this.maker = maker;
    Map<String, Object> config = new HashMap<>(cluster);
    // Like a busy producer: large compressed batches, with a few milliseconds of linger.
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends an event of this person. */
  void send(int person, long nowMs) {
    byte[] user = EventMaker.user(person);
    producer.send(
        new ProducerRecord<>(topic, user, maker.event(user, nowMs)),
        (metadata, error) -> {
          if (error != null) {
            failure.compareAndSet(null, error);
          } else {
            // The append time; only the producer's thread updates both bounds.
            firstAppend.accumulateAndGet(metadata.timestamp(), Math::min);
            lastAppend.accumulateAndGet(metadata.timestamp(), Math::max);
          }
        });
  }

  /** Waits until the log has all sent events. */
  void flush() {
    producer.flush();
    Exception error = failure.get();
    if (error != null) {
      throw new IllegalStateException("expected every event to be taken", error);
    }
  }

  /** Append time of the first event, in epoch ms; {@link #lastAppendMs} that of the last. */
  long firstAppendMs() {
    return firstAppend.get();
  }

  long lastAppendMs() {
    return lastAppend.get();
  }

  @Override
  public void close() {
    producer.close();
  }
}
