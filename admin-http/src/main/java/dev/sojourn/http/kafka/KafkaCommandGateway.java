package dev.sojourn.http.kafka;

import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.CommandCodec;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Gateway that writes each command to the control topic partition that decides it. */
final class KafkaCommandGateway implements CommandGateway {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final LogWriter writer;
  private final ReplyListener replies;
  private final String topic;
  private final int partitions;

  KafkaCommandGateway(LogWriter writer, ReplyListener replies, String topic, int partitions) {
    this.writer = writer;
    this.replies = replies;
    this.topic = topic;
    this.partitions = partitions;
  }

  @Override
  public CompletableFuture<Result> send(String id, Command command, Actor by) {
    CompletableFuture<Result> answer = replies.expect(id, DEADLINE);
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            topic, command.decidedBy(partitions), command.key(), CommandCodec.encode(command));
    record
        .headers()
        .add(Headers.ACTOR, by.bytes())
        .add(Headers.CORRELATION, Headers.bytes(id))
        .add(Headers.REPLY_TO, Headers.bytes(replies.partition()));
    return PendingRequest.of(writer.write(record), answer, DEADLINE);
  }
}
