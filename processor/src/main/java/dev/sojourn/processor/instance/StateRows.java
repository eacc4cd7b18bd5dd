package dev.sojourn.processor.instance;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.topics.topic.Partitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The state store of a partition, for readers on other threads. */
public record StateRows(ReadOnlyKeyValueStore<Bytes, byte[]> state) {

  public byte @Nullable [] get(Bytes key) {
    return state.get(key);
  }

  /** All rows under a prefix. */
  public List<KeyValue<Bytes, byte[]>> scan(Bytes prefix) {
    List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> found = state.prefixScan(prefix, new BytesSerializer())) {
      found.forEachRemaining(rows::add);
    }
    return rows;
  }

  Optional<Instance> instance(InstanceId id) {
    byte[] row = state.get(Keys.instance(id));
    return row == null ? Optional.empty() : Optional.of(InstanceRow.unpack(id, row));
  }

  /** All instances of a person, of every journey. */
  public Stream<Instance> instancesOf(String userId) {
    return scan(Keys.instancesOf(Partitions.hash(userId))).stream()
        .map(row -> InstanceRow.unpack(Keys.instanceId(row.key), row.value))
        .filter(instance -> instance.userId().equals(userId));
  }
}
