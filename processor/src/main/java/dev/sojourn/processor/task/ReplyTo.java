package dev.sojourn.processor.task;

import dev.sojourn.topics.topic.Headers;
import java.util.Optional;

/**
 * Where the result of a command goes.
 *
 * @param partition of the results topic
 * @param correlation id by which the requester recognises the result
 */
public record ReplyTo(int partition, String correlation) {

  public static Optional<ReplyTo> read(org.apache.kafka.common.header.Headers headers) {
    Optional<Integer> partition = Headers.number(headers, Headers.REPLY_TO);
    Optional<String> correlation =
        Headers.text(headers, Headers.CORRELATION).filter(id -> id.length() <= Headers.LONGEST);
    return partition.isPresent() && correlation.isPresent()
        ? Optional.of(new ReplyTo(partition.get(), correlation.get()))
        : Optional.empty();
  }
}
