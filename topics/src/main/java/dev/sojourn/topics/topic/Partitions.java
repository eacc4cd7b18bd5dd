package dev.sojourn.topics.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Partition that owns a key. Same as Kafka's default partitioner (murmur2 over the key's bytes);
 * others, such as librdkafka's, differ, so the engine uses this and never the record's own
 * partition.
 */
public final class Partitions {

  private Partitions() {}

  /** murmur2 of the key in UTF-8: the first part of ids and store keys. */
  public static int hash(String key) {
    return Utils.murmur2(key.getBytes(StandardCharsets.UTF_8));
  }

  /** The partition of {@code count} that owns this key. */
  public static int of(String key, int count) {
    return ofHash(hash(key), count);
  }

  /** The partition of {@code count} that owns the key with this hash. */
  public static int ofHash(int hash, int count) {
    return Utils.toPositive(hash) % count;
  }
}
