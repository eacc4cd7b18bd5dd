package dev.sojourn.processor.registry;

import dev.sojourn.journeys.kind.RegistryKind;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.registry.RegistryRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Registry entries: as this task has read them from the registry topic, which its decisions use,
 * and, for ids whose single writer this task is, the entry that it last wrote.
 */
public final class RegistryStore {

  private final KeyValueStore<Bytes, byte[]> state;

  public RegistryStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
  }

  /**
   * All entries that this task has read.
   *
   * @param each what to make of each entry before it is added
   */
  Registry load(UnaryOperator<RegistryRecord> each) {
    return load(state, each);
  }

  /** All entries that a task has read, for readers on other threads. */
  public static Registry load(ReadOnlyKeyValueStore<Bytes, byte[]> state) {
    return load(state, UnaryOperator.identity());
  }

  private static Registry load(
      ReadOnlyKeyValueStore<Bytes, byte[]> state, UnaryOperator<RegistryRecord> each) {
    Registry.Builder registry = Registry.EMPTY.change();
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.registry(), new BytesSerializer())) {
      while (rows.hasNext()) {
        each.apply(RegistryRecord.read(rows.next().value)).into(registry);
      }
    }
    return registry.build();
  }

  /**
   * Writes an entry as it was read.
   *
   * @param entry null to delete it
   */
  void put(String entryId, byte @Nullable [] entry) {
    state.put(Keys.registry(entryId), entry);
  }

  /** The offset of the entry that this task applied last, in the registry's topic; -1 for none. */
  public long position() {
    byte[] row = state.get(Keys.registryPosition());
    return row == null ? -1 : ByteBuffer.wrap(row).getLong();
  }

  void position(long offset) {
    state.put(Keys.registryPosition(), ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
  }

  /** The value that this task, as its single writer, last wrote under this id. */
  <V> Optional<V> authored(RegistryKind<V> kind, String id) {
    byte[] row = authored(kind.entryId(id));
    return row == null ? Optional.empty() : RegistryRecord.read(row).value(kind);
  }

  /** The journey that this task, as its single writer, last wrote under this id. */
  Optional<Journey> journey(String id) {
    return authored(Journey.KIND, id);
  }

  /** The entry that this task, as its single writer, last wrote; null when it deleted it. */
  byte @Nullable [] authored(String entryId) {
    return state.get(Keys.authored(entryId));
  }

  void author(RegistryEntry entry) {
    state.put(Keys.authored(entry.id()), entry.bytes());
  }

  /**
   * Forgets what this task wrote under this id, when somebody else deletes the entry: otherwise the
   * next command would publish it again. What the task has written since, and will read later,
   * stays.
   */
  void forgetAuthored(String entryId) {
    byte[] written = authored(entryId);
    if (written != null && Arrays.equals(written, state.get(Keys.registry(entryId)))) {
      state.delete(Keys.authored(entryId));
    }
  }

  /** Registry entries are about nobody. */
  public static List<StateFamily> families() {
    return List.of(
        StateFamily.impersonal(StoreNames.STATE, Keys.REGISTRY, new Retention.Permanent()),
        StateFamily.impersonal(StoreNames.STATE, Keys.AUTHORED, new Retention.Permanent()),
        StateFamily.impersonal(
            StoreNames.STATE, Keys.REGISTRY_POSITION, new Retention.Permanent()));
  }
}
