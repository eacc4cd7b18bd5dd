package dev.sojourn.topics.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Who owns a key. Kafka's own default partitioner does the same (murmur2 over the key's bytes);
 * others, librdkafka's for one, do not, so the engine asks this and never the record's place.
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
