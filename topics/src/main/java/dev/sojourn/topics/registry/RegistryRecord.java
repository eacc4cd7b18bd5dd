package dev.sojourn.topics.registry;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.sojourn.journeys.kind.RegistryKind;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.topics.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a record of the registry topic says: an entry, or something that only a newer release
 * understands.
 */
@JsonDeserialize(using = RegistryRecordReader.class)
public sealed interface RegistryRecord permits RegistryEntry, RegistryRecord.OfUnknownKind {

  /**
   * Applies it to a registry.
   *
   * @throws RuntimeException when it is invalid for any registry
   */
  void into(Registry.Builder registry);

  /** As {@link #into(Registry.Builder)}, for a single one. */
  default Registry into(Registry registry) {
    Registry.Builder changed = registry.change();
    into(changed);
    return changed.build();
  }

  /** Whether a registry that is loaded later depends on it. */
  boolean isKept();

  /** The value, if it is one of this kind. */
  default <V> Optional<V> value(RegistryKind<V> kind) {
    return Optional.empty();
  }

  /** The same with the value that others in this process have, where that is equal. */
  default RegistryRecord sharing(SharedValues values) {
    return this;
  }

  /**
   * Reads a record of the topic.
   *
   * @param value null for a deletion of the entry with this key
   * @throws RuntimeException when it is malformed
   */
  static RegistryRecord read(byte @Nullable [] key, byte @Nullable [] value) {
    return value == null ? new RegistryEntry.Deleted(id(key)) : read(value);
  }

  /**
   * Reads an entry from a row or a record.
   *
   * @throws RuntimeException when it is malformed
   */
  static RegistryRecord read(byte[] value) {
    return Json.read(value, RegistryRecord.class);
  }

  /**
   * The entry id that a record's key is.
   *
   * @throws IllegalArgumentException when there is none
   */
  static String id(byte @Nullable [] key) {
    if (key == null || key.length == 0) {
      throw new IllegalArgumentException("expected an entry id as the record's key, found none");
    }
    return new String(key, StandardCharsets.UTF_8);
  }

  /**
   * An entry of a kind that this release does not know: kept for a later one, and ignored.
   *
   * @param type as the entry names it
   */
  record OfUnknownKind(String type) implements RegistryRecord {
    @Override
    public void into(Registry.Builder registry) {}

    @Override
    public boolean isKept() {
      return true;
    }
  }
}
