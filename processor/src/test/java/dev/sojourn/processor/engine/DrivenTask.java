package dev.sojourn.processor.engine;

import dev.sojourn.topics.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.test.TestRecord;

/** What the parts of a harness are made of: a task's topics and stores, and the test's clock. */
public interface DrivenTask {

  Topics TOPICS = new Topics("sojourn");

  /** The number of its partition. */
  int partition();

  /** The wall clock, which only the test moves. */
  Instant now();

  /** Appends a record to an input topic; when this returns, it is processed. */
  void append(String topic, TestRecord<byte[], byte[]> record);

  /** The records that the task has appended to a topic since the last call. */
  List<TestRecord<byte[], byte[]>> read(String topic);

  KeyValueStore<Bytes, byte[]> keyValues(String store);

  WindowStore<Bytes, byte[]> history();

  /** The registry of the meters that the task counts with. */
  MeterRegistry meters();

  /** How far the inputs are read, as the task is told. */
  HandWatermark watermark();

  /** How far delivery is, as the task is told. */
  HandDelivery delivery();

  /** An id that no command has had. */
  String newCommandId();
}
