package dev.sojourn.processor.heart;

import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came to the heart.
 *
 * @param source the role of its topic, such as {@code events}
 * @param topic the name of its topic
 * @param intake when the log took it
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record Stimulus(
    String source,
    String topic,
    int partition,
    long offset,
    Instant intake,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Headers headers) {

  /** Where it stands, for ids that are derived from nothing else. */
  public String place() {
    return partition + "-" + offset;
  }
}
