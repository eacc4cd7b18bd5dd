package dev.sojourn.processor.heart;

import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.timer.Alarms;
import dev.sojourn.processor.timer.FairShare;
import dev.sojourn.processor.timer.FrontierSource;
import dev.sojourn.topics.topic.Topics;
import java.time.InstantSource;

/**
 * What the heart needs to know of the world.
 *
 * @param partitions of all topics that are keyed by user
 * @param outboxLimit how many messages of the log provider to keep in all; 0 keeps none
 * @param registries where each task shows what is published
 * @param alarms for which the stream threads wake up
 * @param share between timers and records
 * @param meters of all tasks of the process
 * @param retries how often and how soon sends are tried again
 */
public record HeartSettings(
    Topics topics,
    int partitions,
    int outboxLimit,
    FrontierSource frontiers,
    PublishedRegistries registries,
    Alarms alarms,
    FairShare share,
    EngineMeters meters,
    InstantSource wall,
    RetryPolicy retries) {

  /** One task's part of the outbox. */
  int outboxLimitPerTask() {
    return (outboxLimit + partitions - 1) / partitions;
  }
}
