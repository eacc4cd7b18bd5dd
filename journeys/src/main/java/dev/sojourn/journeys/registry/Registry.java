package dev.sojourn.journeys.registry;

import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.template.Template;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Registry: everything published, as one snapshot. Immutable, so that a decision and a reader on
 * another thread see a consistent state; a change, which is rare, creates a new value.
 */
public final class Registry {

  public static final Registry EMPTY =
      new Registry(
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          RegistryIndex.EMPTY,
          SendingPolicy.NONE);

  private final Map<String, Journey> journeys;
  private final Map<String, Map<Integer, JourneyVersion>> versions;
  private final Map<String, Template> templates;
  private final Map<String, Template> templatesByHash;
  private final Map<String, Hold> holds;
  private final Map<String, ApiKey> apiKeys;
  private final RegistryIndex lookups;
  private final SendingPolicy sending;

  private Registry(
      Map<String, Journey> journeys,
      Map<String, Map<Integer, JourneyVersion>> versions,
      Map<String, Template> templates,
      Map<String, Template> templatesByHash,
      Map<String, Hold> holds,
      Map<String, ApiKey> apiKeys,
      RegistryIndex lookups,
      SendingPolicy sending) {
    this.journeys = Collections.unmodifiableMap(journeys);
    this.versions = versions;
    this.templates = Collections.unmodifiableMap(templates);
    this.templatesByHash = templatesByHash;
    this.holds = Collections.unmodifiableMap(holds);
    this.apiKeys = Collections.unmodifiableMap(apiKeys);
    this.lookups = lookups;
    this.sending = sending;
  }

  /** All journeys, by id. */
  public Collection<Journey> journeys() {
    return journeys.values();
  }

  public Optional<Journey> journey(String id) {
    return Optional.ofNullable(journeys.get(id));
  }

  public Optional<JourneyVersion> version(String journeyId, int number) {
    return Optional.ofNullable(versions.getOrDefault(journeyId, Map.of()).get(number));
  }

  public Optional<JourneyVersion> current(Journey journey) {
    return version(journey.id(), journey.version());
  }

  /**
   * The journeys whose current version this event triggers, including drafts: by priority, highest
   * first, then by id.
   */
  public List<Journey> triggeredBy(String event) {
    return lookups.byTrigger().getOrDefault(event, List.of());
  }

  /** Whether any version, however old, listens for or counts this event. */
  public boolean references(String event) {
    return lookups.mentioned().contains(event);
  }

  /** Whether any version, however old, has a condition on sends of this template. */
  public boolean tracksSendsOf(String template) {
    return lookups.askedAbout().contains(template);
  }

  /** The current template of this key. */
  public Optional<Template> template(String key) {
    return Optional.ofNullable(templates.get(key));
  }

  public Optional<Template> templateByHash(String hash) {
    return Optional.ofNullable(templatesByHash.get(hash));
  }

  public Collection<Template> templates() {
    return templates.values();
  }

  /** The sending policy. */
  public SendingPolicy sending() {
    return sending;
  }

  public Registry with(SendingPolicy policy) {
    return new Registry(
        journeys, versions, templates, templatesByHash, holds, apiKeys, lookups, policy);
  }

  /** Whether sends of this journey are held now, by its own hold or by the one for all journeys. */
  public boolean holds(String journeyId) {
    return isHeld(Hold.ALL) || isHeld(journeyId);
  }

  private boolean isHeld(String id) {
    Hold hold = holds.get(id);
    return hold != null && hold.held();
  }

  /** The latest hold for a journey, or for {@link Hold#ALL}. */
  public Optional<Hold> hold(String journeyId) {
    return Optional.ofNullable(holds.get(journeyId));
  }

  /** By journey id, with {@link Hold#ALL} first. */
  public Collection<Hold> holds() {
    return holds.values();
  }

  /** All keys by id, including revoked and expired ones. */
  public Collection<ApiKey> apiKeys() {
    return apiKeys.values();
  }

  public Optional<ApiKey> apiKey(String id) {
    return Optional.ofNullable(apiKeys.get(id));
  }

  public Registry with(ApiKey key) {
    return new Registry(
        journeys,
        versions,
        templates,
        templatesByHash,
        holds,
        put(apiKeys, key.id(), key),
        lookups,
        sending);
  }

  public Registry with(Journey journey) {
    return withJourneys(put(journeys, journey.id(), journey), versions);
  }

  public Registry with(JourneyVersion version) {
    Map<Integer, JourneyVersion> numbers =
        new TreeMap<>(versions.getOrDefault(version.journeyId(), Map.of()));
    numbers.put(version.number(), version);
    Map<String, Map<Integer, JourneyVersion>> all = new HashMap<>(versions);
    all.put(version.journeyId(), numbers);
    return withJourneys(journeys, all);
  }

  private Registry withJourneys(
      Map<String, Journey> changed, Map<String, Map<Integer, JourneyVersion>> numbers) {
    return new Registry(
        changed,
        numbers,
        templates,
        templatesByHash,
        holds,
        apiKeys,
        RegistryIndex.of(changed.values(), numbers),
        sending);
  }

  public Registry with(Hold hold) {
    return new Registry(
        journeys,
        versions,
        templates,
        templatesByHash,
        put(holds, hold.journeyId(), hold),
        apiKeys,
        lookups,
        sending);
  }

  public Registry with(Template template) {
    return withTemplates(put(templates, template.key(), template), template);
  }

  /**
   * Adds only the content of a template, for pending sends; the current template of its key stays
   * as it is.
   */
  public Registry withContent(Template template) {
    return withTemplates(templates, template);
  }

  private Registry withTemplates(Map<String, Template> changed, Template content) {
    return new Registry(
        journeys,
        versions,
        changed,
        put(templatesByHash, content.hash(), content),
        holds,
        apiKeys,
        lookups,
        sending);
  }

  /** A registry of journeys and templates only. */
  public static Registry of(
      Collection<Journey> journeys,
      Collection<JourneyVersion> versions,
      Collection<Template> templates) {
    return of(journeys, versions, templates, templates, List.of(), List.of());
  }

  /**
   * Builds the registry from many entries at once, so that loading a store does not rebuild it for
   * each entry.
   *
   * @param templates the current template of each key
   * @param contents all templates that pending sends may refer to
   */
  public static Registry of(
      Collection<Journey> journeys,
      Collection<JourneyVersion> versions,
      Collection<Template> templates,
      Collection<Template> contents,
      Collection<Hold> holds,
      Collection<ApiKey> apiKeys) {
    Map<String, Map<Integer, JourneyVersion>> numbers = new HashMap<>();
    versions.forEach(
        version ->
            numbers
                .computeIfAbsent(version.journeyId(), id -> new TreeMap<>())
                .put(version.number(), version));
    return new Registry(
        sorted(journeys, Journey::id),
        numbers,
        sorted(templates, Template::key),
        sorted(contents, Template::hash),
        sorted(holds, Hold::journeyId),
        sorted(apiKeys, ApiKey::id),
        RegistryIndex.of(journeys, numbers),
        SendingPolicy.NONE);
  }

  private static <V> Map<String, V> sorted(Collection<V> values, Function<V, String> key) {
    Map<String, V> map = new TreeMap<>();
    values.forEach(value -> map.put(key.apply(value), value));
    return map;
  }

  private static <V> Map<String, V> put(Map<String, V> map, String key, V value) {
    Map<String, V> changed = new TreeMap<>(map);
    changed.put(key, value);
    return changed;
  }
}
