package dev.sojourn.processor.timer;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Frontiers of tasks that read these topics from Kafka. */
public final class KafkaFrontiers implements FrontierSource {

  private final List<String> topics;
  private final TrackedConsumers consumers;
  private final EndOffsets ends;

  /**
   * Frontiers over some topics.
   *
   * @param topics the inputs whose records a timer must not overtake
   */
  public KafkaFrontiers(List<String> topics, TrackedConsumers consumers, EndOffsets ends) {
    this.topics = List.copyOf(topics);
    this.consumers = consumers;
    this.ends = ends;
  }

  @Override
  public TaskFrontier of(int partition) {
    Set<TopicPartition> inputs =
        topics.stream()
            .map(topic -> new TopicPartition(topic, partition))
            .collect(Collectors.toSet());
    inputs.forEach(consumers::begin);
    return new TaskFrontier(inputs);
  }

  /** A frontier that is told what its task has processed. */
  private final class TaskFrontier implements Frontier {

    private final ReadSoFar read = new ReadSoFar(consumers);
    private final LogFrontier frontier;

    TaskFrontier(Set<TopicPartition> inputs) {
      this.frontier = new LogFrontier(inputs, read, ends);
    }

    @Override
    public void processed(String topic, int partition, long offset) {
      read.processed(new TopicPartition(topic, partition), offset);
    }

    @Override
    public OptionalLong readUpTo() {
      return frontier.readUpTo();
    }

    @Override
    public void ask() {
      frontier.ask();
    }
  }
}
