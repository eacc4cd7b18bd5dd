package dev.sojourn.processor.heart;

import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.timer.Alarms;
import dev.sojourn.processor.timer.DeliveryFrontier;
import dev.sojourn.processor.timer.FairShare;
import dev.sojourn.processor.timer.FrontierSource;
import dev.sojourn.processor.timer.ThreadCommits;
import dev.sojourn.topics.topic.Topics;
import java.time.InstantSource;
import java.util.function.IntFunction;

/**
 * What the heart needs to know of the world.
 *
 * @param partitions of all topics that are keyed by user
 * @param outboxLimit how many messages of the log provider to keep in all; 0 keeps none
 * @param deliveries how far delivery is with each partition
 * @param registries where each task shows what is published
 * @param alarms for which the stream threads wake up
 * @param share between timers and records
 * @param commits when each stream thread commits
 * @param meters of all tasks of the process
 * @param retries how often and how soon sends are tried again
 */
public record HeartSettings(
    Topics topics,
    int partitions,
    int outboxLimit,
    FrontierSource frontiers,
    IntFunction<DeliveryFrontier> deliveries,
    PublishedRegistries registries,
    Alarms alarms,
    FairShare share,
    ThreadCommits commits,
    EngineMeters meters,
    InstantSource wall,
    RetryPolicy retries) {

  /** Rows that all tasks of a process keep on the heap, in bytes. */
  private static final long CACHE_BYTES = 16L * 1024 * 1024;

  /** More than this is not read again by a task before it changes. */
  private static final long MOST_CACHE_BYTES_PER_TASK = 2L * 1024 * 1024;

  /**
   * One task's part of the rows on the heap. What is kept for long grows old, and costs the garbage
   * collector more than a look into RocksDB costs the task.
   */
  long cacheBytesPerTask() {
    return Math.min(MOST_CACHE_BYTES_PER_TASK, CACHE_BYTES / partitions);
  }

  /** One task's part of the outbox. */
  int outboxLimitPerTask() {
    return (outboxLimit + partitions - 1) / partitions;
  }
}
