package dev.sojourn.processor.task;

import dev.sojourn.topics.topic.Headers;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An input record of the task.
 *
 * @param source the role of its topic, such as {@code events}
 * @param topic the name of its topic
 * @param intake the broker's append time
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record InputRecord(
    String source,
    String topic,
    int partition,
    long offset,
    Instant intake,
    byte @Nullable [] key,
    byte @Nullable [] value,
    org.apache.kafka.common.header.Headers headers) {

  private static final Pattern POSITION = Pattern.compile("\\d{1,6}-\\d{1,19}");

  /**
   * The partition and offset, for ids that are derived from nothing else. A redriven dead letter
   * keeps its original position, and so the same derived ids.
   */
  public String position() {
    return firstPosition().orElse(partition + "-" + offset);
  }

  private Optional<String> firstPosition() {
    return Headers.text(headers, Headers.RETRIED)
        .filter(position -> POSITION.matcher(position).matches());
  }
}
