package dev.sojourn.journeys.registry;

import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.journeys.kind.RegistryKind;
import dev.sojourn.journeys.kind.RegistryValue;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.template.Template;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Registry: everything published, as one snapshot of the values of each {@link RegistryKind}.
 * Immutable, so that a decision and a reader on another thread see a consistent state; a change,
 * which is rare, creates a new value. Safe for any number of threads.
 *
 * <p>{@link #get} and {@link #all} serve every kind. The named methods are what decisions ask most;
 * a new kind needs none of them.
 */
public final class Registry {

  public static final Registry EMPTY = new Registry(Map.of(), new LazyIndex(List.of(), List.of()));

  /** The values of each kind by id; kinds without values are absent. */
  private final Map<RegistryKind<?>, Map<String, Object>> kinds;

  private final LazyIndex index;

  private Registry(Map<RegistryKind<?>, Map<String, Object>> kinds, LazyIndex index) {
    this.kinds = kinds;
    this.index = index;
  }

  /** The value of this kind with this id. */
  public <V> Optional<V> get(RegistryKind<V> kind, String id) {
    return Optional.ofNullable(values(kind).get(id));
  }

  /** The value of a kind that has only one. */
  public <V> Optional<V> get(RegistryKind<V> kind) {
    return get(kind, kind.onlyId());
  }

  /** All values of this kind, by id. */
  public <V> Collection<V> all(RegistryKind<V> kind) {
    return Collections.unmodifiableCollection(values(kind).values());
  }

  private <V> Map<String, V> values(RegistryKind<V> kind) {
    Map<String, Object> values = kinds.get(kind);
    // A builder puts values of its own class alone under a kind.
    @SuppressWarnings("unchecked")
    Map<String, V> typed = values == null ? Map.of() : (Map<String, V>) values;
    return typed;
  }

  /** The registry with this value added, or put in the place of the one with its id. */
  public <V extends RegistryValue<V>> Registry with(V value) {
    return with(value.kind(), value);
  }

  /** As {@link #with(RegistryValue)}, for a value of several kinds, or one that knows none. */
  public <V> Registry with(RegistryKind<V> kind, V value) {
    return change().put(kind, value).build();
  }

  /** The registry without the value of this kind with this id. */
  public Registry without(RegistryKind<?> kind, String id) {
    return change().remove(kind, id).build();
  }

  /** Begins a registry that differs from this one by any number of changes. */
  public Builder change() {
    return new Builder(this);
  }

  /** All journeys, by id. */
  public Collection<Journey> journeys() {
    return all(Journey.KIND);
  }

  public Optional<Journey> journey(String id) {
    return get(Journey.KIND, id);
  }

  public Optional<JourneyVersion> version(String journeyId, int number) {
    return Optional.ofNullable(index.get().version(journeyId, number));
  }

  public Optional<JourneyVersion> current(Journey journey) {
    return version(journey.id(), journey.version());
  }

  /**
   * The journeys whose current version this event triggers, including drafts: by priority, highest
   * first, then by id.
   */
  public List<Journey> triggeredBy(String event) {
    return index.get().byTrigger().getOrDefault(event, List.of());
  }

  /** Whether any version, however old, listens for or counts this event. */
  public boolean references(String event) {
    return index.get().mentioned().contains(event);
  }

  /** Whether any version, however old, has a condition on sends of this template. */
  public boolean tracksSendsOf(String template) {
    return index.get().askedAbout().contains(template);
  }

  /** The current template of this key. */
  public Optional<Template> template(String key) {
    return get(Template.KIND, key);
  }

  /** The current template of each key. */
  public Collection<Template> templates() {
    return all(Template.KIND);
  }

  /** The sending policy. */
  public SendingPolicy sending() {
    return get(SendingPolicy.KIND).orElse(SendingPolicy.NONE);
  }

  /** Whether sends of this journey are held now, by its own hold or by the one for all journeys. */
  public boolean holds(String journeyId) {
    return isHeld(Hold.ALL) || isHeld(journeyId);
  }

  private boolean isHeld(String id) {
    return hold(id).filter(Hold::held).isPresent();
  }

  /** The latest hold for a journey, or for {@link Hold#ALL}. */
  public Optional<Hold> hold(String journeyId) {
    return get(Hold.KIND, journeyId);
  }

  /** By journey id, with {@link Hold#ALL} first. */
  public Collection<Hold> holds() {
    return all(Hold.KIND);
  }

  /** All keys by id, including revoked and expired ones. */
  public Collection<ApiKey> apiKeys() {
    return all(ApiKey.KIND);
  }

  public Optional<ApiKey> apiKey(String id) {
    return get(ApiKey.KIND, id);
  }

  /**
   * Changes of a registry, which is copied once for all of them: loading a store costs one copy,
   * not one for each entry. Used by one thread.
   */
  public static final class Builder {

    private Registry before;
    private final Map<RegistryKind<?>, Map<String, Object>> changed = new HashMap<>();

    private Builder(Registry before) {
      this.before = before;
    }

    /**
     * Adds a value, or puts it in the place of the one with its id.
     *
     * @throws RuntimeException when it is invalid; then nothing has changed
     */
    public <V> Builder put(RegistryKind<V> kind, V value) {
      kind.check(kind.values().cast(value));
      String id = Objects.requireNonNull(kind.idOf(value), "expected an id");
      values(kind).put(id, value);
      return this;
    }

    /** Removes the value with this id, if there is one. */
    public Builder remove(RegistryKind<?> kind, String id) {
      if (changed.containsKey(kind) || before.values(kind).containsKey(id)) {
        values(kind).remove(id);
      }
      return this;
    }

    private Map<String, Object> values(RegistryKind<?> kind) {
      return changed.computeIfAbsent(kind, k -> new TreeMap<>(before.values(k)));
    }

    /** The registry with the changes so far; the one before when there are none. */
    public Registry build() {
      if (!changed.isEmpty()) {
        Map<RegistryKind<?>, Map<String, Object>> kinds = new HashMap<>(before.kinds);
        kinds.putAll(changed);
        kinds.values().removeIf(Map::isEmpty);
        before = new Registry(kinds, index(kinds));
        changed.clear();
      }
      return before;
    }

    /** The index survives changes of other kinds, such as holds. */
    private LazyIndex index(Map<RegistryKind<?>, Map<String, Object>> kinds) {
      if (!changed.containsKey(Journey.KIND) && !changed.containsKey(JourneyVersion.KIND)) {
        return before.index;
      }
      Registry unindexed = new Registry(kinds, EMPTY.index);
      return new LazyIndex(unindexed.all(Journey.KIND), unindexed.all(JourneyVersion.KIND));
    }
  }
}
