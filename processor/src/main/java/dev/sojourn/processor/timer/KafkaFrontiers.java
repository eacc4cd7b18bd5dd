package dev.sojourn.processor.timer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private final Map<TopicPartition, Long> processed = new HashMap<>();
    private final LogFrontier frontier;

    TaskFrontier(Set<TopicPartition> inputs) {
      this.frontier = new LogFrontier(inputs, this::past, ends);
    }

    private boolean past(TopicPartition partition, long offset) {
      long done = processed.getOrDefault(partition, Long.MIN_VALUE);
      if (done >= offset - 1) {
        // Under a steady load there is always something handed out and not yet processed.
        return true;
      }
      // Only markers of transactions, which are never handed out, lie between here and there.
      OptionalLong handedOut = consumers.lastHandedOut(partition);
      boolean buffered = handedOut.isPresent() && handedOut.getAsLong() > done;
      OptionalLong position = consumers.position(partition);
      return !buffered && position.isPresent() && position.getAsLong() >= offset;
    }

    @Override
    public void processed(String topic, int partition, long offset) {
      processed.put(new TopicPartition(topic, partition), offset);
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
