package dev.sojourn.delivery.template;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The registry as a log that is read from its beginning. One thread. Any method may throw a {@link
 * org.apache.kafka.common.KafkaException} when it cannot go on before {@link #reopen()}.
 */
interface RegistryFeed extends AutoCloseable {

  List<ConsumerRecord<byte[], byte[]>> read(Duration atMost);

  /** Where the log ends now; empty when the broker does not say in time. */
  OptionalLong end();

  /** The first offset that was not read yet; empty when not known in time. */
  OptionalLong position();

  /** Starts again from the beginning. */
  void reopen();

  @Override
  void close();
}
