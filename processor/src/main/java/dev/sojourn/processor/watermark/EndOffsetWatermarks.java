package dev.sojourn.processor.watermark;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Creates watermarks of tasks that read these topics from Kafka. */
public final class EndOffsetWatermarks implements WatermarkFactory {

  private final List<String> topics;
  private final TrackingClientSupplier consumers;
  private final EndOffsetFetcher ends;

  /**
   * Watermarks over some topics.
   *
   * @param topics the inputs whose records a timer must not overtake
   */
  public EndOffsetWatermarks(
      List<String> topics, TrackingClientSupplier consumers, EndOffsetFetcher ends) {
    this.topics = List.copyOf(topics);
    this.consumers = consumers;
    this.ends = ends;
  }

  @Override
  public TaskWatermark of(int partition) {
    Set<TopicPartition> inputs =
        topics.stream()
            .map(topic -> new TopicPartition(topic, partition))
            .collect(Collectors.toSet());
    inputs.forEach(consumers::begin);
    return new TaskWatermark(inputs);
  }

  /** A watermark that tracks what its task has processed. */
  private final class TaskWatermark implements Watermark {

    private final ProcessedOffsets read = new ProcessedOffsets(consumers);
    private final EndOffsetWatermark watermark;

    TaskWatermark(Set<TopicPartition> inputs) {
      this.watermark = new EndOffsetWatermark(inputs, read, ends);
    }

    @Override
    public void processed(String topic, int partition, long offset) {
      read.processed(new TopicPartition(topic, partition), offset);
    }

    @Override
    public OptionalLong readUpTo() {
      return watermark.readUpTo();
    }

    @Override
    public void ask() {
      watermark.ask();
    }
  }
}
