package dev.sojourn.http.kafka;

import dev.sojourn.topics.topic.Topics;
import java.util.Map;

/** Gateways of this node to the log, and the reply listener. */
public final class Gateways implements AutoCloseable {

  private final LogWriter writer;
  private final ReplyListener replies;
  private final EventGateway events;
  private final CommandGateway commands;
  private final KafkaEventLog log;
  private final DeadLetterLog deadLetters;

  private Gateways(
      LogWriter writer,
      ReplyListener replies,
      Topics topics,
      int partitions,
      ConsumerPool readers) {
    this.writer = writer;
    this.replies = replies;
    this.events = new KafkaEventGateway(writer, replies, topics.events(), partitions);
    this.commands = new KafkaCommandGateway(writer, replies, topics.control(), partitions);
    this.log = new KafkaEventLog(readers, topics.events(), partitions);
    this.deadLetters = new KafkaDeadLetterLog(readers, topics.deadLetters());
  }

  /**
   * Opens the gateways. When this returns, the reply listener is reading.
   *
   * @param nodeId determines the partition for replies to this node; unique among nodes, though two
   *     nodes may share a partition
   * @param partitions of the topics that are keyed by user
   * @param kafka bootstrap servers and user settings
   * @throws org.apache.kafka.common.KafkaException when the cluster cannot be reached or the topics
   *     do not exist
   */
  public static Gateways open(
      String nodeId, Topics topics, int partitions, Map<String, Object> kafka) {
    ReplyListener replies = ReplyListener.open(topics.results(), nodeId, kafka);
    LogWriter writer;
    try {
      writer = new LogWriter(kafka);
    } catch (RuntimeException e) {
      replies.close();
      throw e;
    }
    return new Gateways(writer, replies, topics, partitions, new ConsumerPool(kafka));
  }

  public EventGateway events() {
    return events;
  }

  public CommandGateway commands() {
    return commands;
  }

  public EventLog log() {
    return log;
  }

  public DeadLetterLog deadLetters() {
    return deadLetters;
  }

  /** Closes the writer first, so that accepted records are flushed; takes at most four seconds. */
  @Override
  public void close() {
    writer.close();
    replies.close();
    log.close();
  }
}
