package dev.sojourn.processor.task;

import dev.sojourn.topics.topic.Partitions;

/**
 * What a task owns: the test is the partition that a key belongs to, not the one a record came
 * from.
 *
 * @param partition of this task
 * @param partitions of all topics that are keyed by user
 */
public record TaskPartition(int partition, int partitions) {

  public boolean owns(String key) {
    return owns(Partitions.hash(key));
  }

  /** Whether it owns the keys of this hash. */
  public boolean owns(int hash) {
    return Partitions.ofHash(hash, partitions) == partition;
  }
}
