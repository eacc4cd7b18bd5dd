package dev.sojourn.processor.task;

import dev.sojourn.topics.topic.Headers;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A record as the task read it.
 *
 * @param source the role of its topic, such as {@code events}
 * @param topic the name of its topic
 * @param intake when the log took it
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
   * Where it stands, for ids that are derived from nothing else; of what was a dead letter and is
   * run again, where it stood at first, so that it is known by the same id.
   */
  public String position() {
    return firstPosition().orElse(partition + "-" + offset);
  }

  private Optional<String> firstPosition() {
    return Headers.text(headers, Headers.RETRIED)
        .filter(position -> POSITION.matcher(position).matches());
  }
}
