package dev.sojourn.processor.task;

import org.jspecify.annotations.Nullable;

/**
 * The key of a record on its way out, and the partition that it goes to. Every record of ours is
 * addressed: nothing depends on which partitioner happens to be the default.
 *
 * @param partition {@link #EVERY} for all of them
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record Destination(int partition, byte @Nullable [] key) {

  /** One copy to each partition. */
  public static final int EVERY = -1;
}
