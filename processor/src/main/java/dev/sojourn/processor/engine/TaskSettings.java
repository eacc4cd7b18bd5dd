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
 * Settings and objects that the tasks of a process share.
 *
 * @param partitions the number of partitions of every topic that is keyed by user
 * @param outboxLimit how many messages of the log provider to keep in all; 0 keeps none
 * @param deliveries delivery progress of each partition
 * @param registries where each task publishes its copy of the registry
 * @param wakeups of the stream threads
 * @param timeShare between timers and records
 * @param commits decide when each stream thread commits
 * @param meters of all tasks of the process
 * @param retries how often and how soon sends are retried
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

  /** Bytes of rows that all tasks of a process cache on the heap. */
  private static final long CACHE_BYTES = 16L * 1024 * 1024;

  /** A larger cache gains nothing: a task does not read further rows again before they change. */
  private static final long MOST_CACHE_BYTES_PER_TASK = 2L * 1024 * 1024;

  /**
   * One task's share of the row cache, in bytes. Rows that are cached for long reach the old
   * generation, which costs the garbage collector more than reading RocksDB costs the task.
   */
  long cacheBytesPerTask() {
    return Math.min(MOST_CACHE_BYTES_PER_TASK, CACHE_BYTES / partitions);
  }

  /** One task's share of the outbox limit. */
  int outboxLimitPerTask() {
    return (outboxLimit + partitions - 1) / partitions;
  }
}
