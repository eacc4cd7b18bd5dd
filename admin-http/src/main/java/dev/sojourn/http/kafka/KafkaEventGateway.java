package dev.sojourn.http.kafka;

import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Partitions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Gateway that appends each event to the events topic partition that owns its person. */
final class KafkaEventGateway implements EventGateway {

  private final LogWriter writer;
  private final ReplyListener replies;
  private final String topic;
  private final int partitions;
  private final List<Header> headers;

  KafkaEventGateway(LogWriter writer, ReplyListener replies, String topic, int partitions) {
    this(writer, replies, topic, partitions, List.of());
  }

  private KafkaEventGateway(
      LogWriter writer, ReplyListener replies, String topic, int partitions, List<Header> headers) {
    this.writer = writer;
    this.replies = replies;
    this.topic = topic;
    this.partitions = partitions;
    this.headers = headers;
  }

  @Override
  public CompletableFuture<Place> append(CanonicalEvent event) {
    return writer
        .write(record(event))
        .thenApply(place -> new Place(place.partition(), place.offset()));
  }

  @Override
  public CompletableFuture<Result> appendForReceipt(CanonicalEvent event, Duration deadline) {
    // Not the event's own key: a repeat of the event is a separate request with its own receipt.
    String correlation = UUID.randomUUID().toString();
    CompletableFuture<Result> receipt = replies.expect(correlation, deadline);
    ProducerRecord<String, byte[]> record = record(event);
    record
        .headers()
        .add(Headers.CORRELATION, Headers.bytes(correlation))
        .add(Headers.REPLY_TO, Headers.bytes(replies.partition()));
    return PendingRequest.of(writer.write(record), receipt, deadline);
  }

  @Override
  public EventGateway enrolling(Actor by, String journeyId) {
    return new KafkaEventGateway(
        writer,
        replies,
        topic,
        partitions,
        List.of(
            new RecordHeader(Headers.ACTOR, by.bytes()),
            new RecordHeader(Headers.ENROLS, Headers.bytes(journeyId))));
  }

  private ProducerRecord<String, byte[]> record(CanonicalEvent event) {
    String userId = event.distinctId();
    return new ProducerRecord<>(
        topic, Partitions.of(userId, partitions), userId, event.bytes(), headers);
  }
}
