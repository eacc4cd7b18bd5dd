package dev.sojourn.http.kafka;

import dev.sojourn.http.error.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Pool of a few consumers, since a consumer may be used by only one thread at a time. */
final class ConsumerPool implements AutoCloseable {

  private static final int MOST = 4;
  private static final long PATIENCE_MS = 3_000;
  private static final Duration CLOSE = Duration.ofMillis(300);

  private final Map<String, Object> settings;
  private final Semaphore permits = new Semaphore(MOST);
  private final ConcurrentLinkedDeque<Consumer<byte[], byte[]>> idle =
      new ConcurrentLinkedDeque<>();

  ConsumerPool(Map<String, Object> kafka) {
    this.settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // When retention has removed the offset, start at the earliest: its position shows the gap.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // A request waits five seconds; the default of a minute would outlast it.
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
    // A fetch at the end of the log would block the next reader for half a second.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
  }

  /** Work that needs a consumer for a while. */
  @FunctionalInterface
  interface Reading {
    void with(Consumer<byte[], byte[]> consumer);
  }

  /**
   * Lends a consumer to the work.
   *
   * @throws UnavailableException when all consumers stay in use for three seconds
   */
  void use(Reading reading) {
    try {
      if (!permits.tryAcquire(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        throw new UnavailableException("too many readers of the log");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("this node is stopping", e);
    }
    try {
      lend(reading);
    } finally {
      permits.release();
    }
  }

  private void lend(Reading reading) {
    Consumer<byte[], byte[]> pooled = idle.pollFirst();
    Consumer<byte[], byte[]> consumer =
        pooled == null
            ? new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())
            : pooled;
    boolean sound = false;
    try {
      reading.with(consumer);
      sound = true;
    } finally {
      if (sound) {
        idle.addFirst(consumer);
      } else {
        consumer.close(CloseOptions.timeout(CLOSE));
      }
    }
  }

  @Override
  public void close() {
    List<Consumer<byte[], byte[]>> all = new ArrayList<>(idle);
    idle.clear();
    all.forEach(consumer -> consumer.close(CloseOptions.timeout(CLOSE)));
  }
}
