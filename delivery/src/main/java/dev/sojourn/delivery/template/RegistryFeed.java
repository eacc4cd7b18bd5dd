package dev.sojourn.delivery.template;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Registry log, read from the beginning. Used by one thread. Any method may throw a {@link
 * org.apache.kafka.common.KafkaException} when it cannot continue before {@link #reopen()}.
 */
interface RegistryFeed extends AutoCloseable {

  List<ConsumerRecord<byte[], byte[]>> read(Duration atMost);

  /** The current end offset; empty when the broker does not answer in time. */
  OptionalLong end();

  /** The next offset to read; empty when not known in time. */
  OptionalLong position();

  /** Starts over from the beginning. */
  void reopen();

  @Override
  void close();
}
