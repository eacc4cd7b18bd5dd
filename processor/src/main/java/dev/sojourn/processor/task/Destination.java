package dev.sojourn.processor.task;

import org.jspecify.annotations.Nullable;

/**
 * The key of an outgoing record and the partition that it goes to. Every record names its
 * partition, so nothing depends on which partitioner happens to be the default.
 *
 * @param partition or {@link #EVERY} for all partitions
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record Destination(int partition, byte @Nullable [] key) {

  /** One copy to each partition. */
  public static final int EVERY = -1;
}
