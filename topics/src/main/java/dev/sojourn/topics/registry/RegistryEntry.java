package dev.sojourn.topics.registry;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.sojourn.journeys.kind.RegistryKind;
import dev.sojourn.journeys.kind.RegistryValue;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.topics.job.CancelJob;
import dev.sojourn.topics.json.Json;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Registry entry, as stored in the registry topic under its {@link #id()}. */
public sealed interface RegistryEntry extends RegistryRecord {

  /** The record key: unique over all kinds of entry. */
  String id();

  /** The record value; null for a deletion. */
  byte @Nullable [] bytes();

  /** Whether it sets or deletes a value of this kind. */
  default boolean isOf(RegistryKind<?> kind) {
    return kind.idIn(id()).isPresent();
  }

  /** An entry with this value. */
  static <V extends RegistryValue<V>> OfValue<V> of(V value) {
    return new OfValue<>(value.kind(), value);
  }

  /** As {@link #of(RegistryValue)}, for a value of several kinds, or one that knows none. */
  static <V> OfValue<V> of(RegistryKind<V> kind, V value) {
    return new OfValue<>(kind, value);
  }

  /** Sets a value of the registry. */
  @JsonSerialize(using = RegistryEntryWriter.class)
  record OfValue<V>(RegistryKind<V> kind, V value) implements RegistryEntry {
    @Override
    public String id() {
      return kind.entryId(kind.idOf(value));
    }

    @Override
    public byte[] bytes() {
      return Json.bytes(this);
    }

    @Override
    public void into(Registry.Builder registry) {
      registry.put(kind, value);
    }

    @Override
    public boolean isKept() {
      return true;
    }

    @Override
    public <W> Optional<W> value(RegistryKind<W> asked) {
      return kind == asked ? Optional.of(asked.values().cast(value)) : Optional.empty();
    }

    @Override
    public RegistryRecord sharing(SharedValues values) {
      return new OfValue<>(kind, values.share(value));
    }
  }

  /** Deletes the value with this entry id, of whatever kind it is. */
  record Deleted(String id) implements RegistryEntry {
    @Override
    public byte @Nullable [] bytes() {
      return null;
    }

    @Override
    public void into(Registry.Builder registry) {
      RegistryCatalog.standard()
          .ofEntry(id)
          .ifPresent(kind -> registry.remove(kind, kind.idIn(id).orElseThrow()));
    }

    @Override
    public boolean isKept() {
      return true;
    }
  }

  /**
   * A job for every partition. Not part of the registry: it is in this topic because each partition
   * receives it once, in order with the registry changes.
   */
  @JsonSerialize(using = RegistryEntryWriter.class)
  record OfJob(CancelJob job, Instant createdAt) implements RegistryEntry {

    static final String TYPE = "job";

    @Override
    public String id() {
      return TYPE + "/" + job.id();
    }

    @Override
    public byte[] bytes() {
      return Json.bytes(this);
    }

    @Override
    public void into(Registry.Builder registry) {}

    @Override
    public boolean isKept() {
      return false;
    }
  }
}
