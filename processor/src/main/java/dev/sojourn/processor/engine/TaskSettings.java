package dev.sojourn.processor.engine;

import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.registry.NodeRegistry;
import dev.sojourn.processor.thread.ThreadCommits;
import dev.sojourn.processor.thread.ThreadTimeShare;
import dev.sojourn.processor.thread.ThreadWakeups;
import dev.sojourn.processor.watermark.DeliveryProgress;
import dev.sojourn.processor.watermark.WatermarkFactory;
import dev.sojourn.topics.topic.Topics;
import java.time.InstantSource;
import java.util.function.IntFunction;

/**
 * What the tasks of a process share, and how they are set up.
 *
 * @param partitions of all topics that are keyed by user
 * @param outboxLimit how many messages of the log provider to keep in all; 0 keeps none
 * @param deliveries how far delivery is with each partition
 * @param registries where each task shows what is published
 * @param wakeups for which the stream threads wake up
 * @param timeShare between timers and records
 * @param commits when each stream thread commits
 * @param meters of all tasks of the process
 * @param retries how often and how soon sends are tried again
 */
public record TaskSettings(
    Topics topics,
    int partitions,
    int outboxLimit,
    WatermarkFactory watermarks,
    IntFunction<DeliveryProgress> deliveries,
    NodeRegistry registries,
    ThreadWakeups wakeups,
    ThreadTimeShare timeShare,
    ThreadCommits commits,
    EngineMeters meters,
    InstantSource wall,
    RetryPolicy retries) {

  /** Rows that all tasks of a process keep on the heap, in bytes. */
  private static final long CACHE_BYTES = 16L * 1024 * 1024;

  /** More than this is not read again by a task before it changes. */
  private static final long MOST_CACHE_BYTES_PER_TASK = 2L * 1024 * 1024;

  /**
   * One task's part of the rows on the heap. Rows that are cached for long grow old, which costs
   * the garbage collector more than a read of RocksDB costs the task.
   */
  long cacheBytesPerTask() {
    return Math.min(MOST_CACHE_BYTES_PER_TASK, CACHE_BYTES / partitions);
  }

  /** One task's part of the outbox. */
  int outboxLimitPerTask() {
    return (outboxLimit + partitions - 1) / partitions;
  }
}
