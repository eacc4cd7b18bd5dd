package dev.sojourn.processor.task;

import dev.sojourn.topics.topic.Partitions;

/**
 * The partition of a task. Ownership is decided by the partition that a key hashes to, not by the
 * partition a record came from.
 *
 * @param partition of this task
 * @param partitions the number of partitions of every topic that is keyed by user
 */
public record TaskPartition(int partition, int partitions) {

  public boolean owns(String key) {
    return owns(Partitions.hash(key));
  }

  /** Whether this task owns the keys with this hash. */
  public boolean owns(int hash) {
    return Partitions.ofHash(hash, partitions) == partition;
  }
}
