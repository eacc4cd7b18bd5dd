package dev.sojourn.processor.task;

import dev.sojourn.topics.topic.Topics.Role;
import org.jspecify.annotations.Nullable;

/**
 * Where an outgoing record goes, and its key. Every record names its partition, so nothing depends
 * on which partitioner happens to be the default.
 *
 * @param topic the role of the topic
 * @param partition or {@link #EVERY} for all partitions
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record Destination(Role topic, int partition, byte @Nullable [] key) {

  /** One copy to each partition. */
  public static final int EVERY = -1;
}
