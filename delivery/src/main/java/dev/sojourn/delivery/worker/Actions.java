package dev.sojourn.delivery.worker;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Where actions come from. One thread. Any method may throw when it cannot go on before {@link
 * #reopen()}; what was not committed then comes again.
 */
interface Actions extends AutoCloseable {

  List<ConsumerRecord<byte[], byte[]>> take(Duration atMost);

  /** Notes that these, taken in this order, will not be needed again. */
  void done(List<ConsumerRecord<byte[], byte[]>> records);

  /** Makes these be taken again, before any later ones. */
  void putBack(List<ConsumerRecord<byte[], byte[]>> records);

  /**
   * Commits what is done, now or, when the broker does not answer, together with what is done
   * later.
   */
  void commit();

  void reopen();

  @Override
  void close();
}
