package dev.sojourn.processor.registry;

import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.registry.RegistryEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Registry entries: as this task has read them from the registry topic, which its decisions use,
 * and, for ids whose single writer this task is, the entry that it last wrote.
 */
public final class RegistryStore {

  private final KeyValueStore<Bytes, byte[]> state;

  public RegistryStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
  }

  /** All entries that this task has read. */
  public Registry load() {
    return load(state);
  }

  /** Like {@link #load()}, for readers on other threads. */
  public static Registry load(ReadOnlyKeyValueStore<Bytes, byte[]> state) {
    List<Journey> journeys = new ArrayList<>();
    List<JourneyVersion> versions = new ArrayList<>();
    List<Template> current = new ArrayList<>();
    List<Template> contents = new ArrayList<>();
    List<Hold> holds = new ArrayList<>();
    List<ApiKey> keys = new ArrayList<>();
    SendingPolicy sending = SendingPolicy.NONE;
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.registry(), new BytesSerializer())) {
      while (rows.hasNext()) {
        RegistryEntry entry = RegistryEntry.read(rows.next().value);
        if (entry instanceof RegistryEntry.OfJourney journey) {
          journeys.add(journey.journey());
        } else if (entry instanceof RegistryEntry.OfVersion version) {
          versions.add(version.version());
        } else if (entry instanceof RegistryEntry.OfTemplate template) {
          contents.add(template.template());
          if (template.current()) {
            current.add(template.template());
          }
        } else if (entry instanceof RegistryEntry.OfHold hold) {
          holds.add(hold.hold());
        } else if (entry instanceof RegistryEntry.OfApiKey key) {
          keys.add(key.apiKey());
        } else if (entry instanceof RegistryEntry.OfSending policy) {
          sending = policy.policy();
        }
      }
    }
    return Registry.of(journeys, versions, current, contents, holds, keys).with(sending);
  }

  public void put(String entryId, byte[] entry) {
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

  /** The entry that this task, as its single writer, last wrote under this id. */
  public Optional<RegistryEntry> authored(String entryId) {
    byte[] row = state.get(Keys.authored(entryId));
    return row == null ? Optional.empty() : Optional.of(RegistryEntry.read(row));
  }

  /** The journey that this task, as its single writer, last wrote under this id. */
  Optional<Journey> journey(String id) {
    return authored("journey/" + id).map(entry -> ((RegistryEntry.OfJourney) entry).journey());
  }

  public void author(RegistryEntry entry) {
    state.put(Keys.authored(entry.id()), entry.bytes());
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
