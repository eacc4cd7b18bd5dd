package dev.sojourn.processor.task;

import dev.sojourn.topics.topic.Topics;
import dev.sojourn.topics.topic.Topics.Role;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.streams.processor.TimestampExtractor;

/** The topics that a task reads, and how it reads each of them. */
public enum InputTopic {

  /** Canonical events, in append order. */
  EVENTS(Role.EVENTS, Order.APPENDED, Gate.TIMERS),

  /** Outcomes of sends, ordered with the events. */
  OUTCOMES(Role.OUTCOMES, Order.APPENDED, Gate.TIMERS),

  /** Commands; they overtake a backlog of events. */
  CONTROL(Role.CONTROL, Order.OVERTAKES, Gate.TIMERS),

  /** Registry entries; they overtake too, so that a toggle applies to the next event. */
  REGISTRY(Role.REGISTRY, Order.OVERTAKES, Gate.NONE),

  /** Our own dead letters, read back so that they can be listed. */
  DEAD_LETTERS(Role.DEAD_LETTERS, Order.APPENDED, Gate.NONE);

  private enum Order {
    APPENDED,
    OVERTAKES
  }

  private enum Gate {
    TIMERS,
    NONE
  }

  private final Role role;
  private final Order order;
  private final Gate gate;

  InputTopic(Role role, Order order, Gate gate) {
    this.role = role;
    this.order = order;
    this.gate = gate;
  }

  /** The name of the topic. */
  public String in(Topics topics) {
    return topics.name(role);
  }

  /** The name of its source in the topology, as drawn in `docs/architecture.md`. */
  public String sourceNode() {
    return role.suffix() + "-source";
  }

  /** Its role, as the journal and dead letters name it, such as {@code dead-letters}. */
  public String source() {
    return role.suffix();
  }

  /** Whether its records are read ahead of others, so that their time is shifted. */
  public boolean overtakes() {
    return order == Order.OVERTAKES;
  }

  /** Extracts the time by which the records of all inputs are ordered. */
  public TimestampExtractor extractor() {
    return overtakes() ? new PriorityTimeExtractor() : new AppendTimeExtractor();
  }

  /**
   * The topics whose records may change what a timer finds: a timer fires once they have been read
   * up to its due time.
   */
  public static List<InputTopic> gatingTimers() {
    return Arrays.stream(values()).filter(topic -> topic.gate == Gate.TIMERS).toList();
  }
}
