package dev.sojourn.journeys.registry;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All that is published, at one moment. Immutable, so that a decision and a reader on another
 * thread see one state; changes are rare and make a new value.
 */
public final class Registry {

  public static final Registry EMPTY =
      new Registry(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  private final Map<String, RegisteredJourney> journeys;
  private final Map<String, Map<Integer, JourneyVersion>> versions;
  private final Map<String, Template> templates;
  private final Map<String, Template> templatesByHash;
  private final Map<String, Hold> holds;
  private final Map<String, ApiKey> apiKeys;
  private final Map<String, List<RegisteredJourney>> byTrigger;
  private final Set<String> mentioned;
  private final Set<String> askedAbout;

  private Registry(
      Map<String, RegisteredJourney> journeys,
      Map<String, Map<Integer, JourneyVersion>> versions,
      Map<String, Template> templates,
      Map<String, Template> templatesByHash,
      Map<String, Hold> holds,
      Map<String, ApiKey> apiKeys) {
    this.journeys = Collections.unmodifiableMap(journeys);
    this.versions = versions;
    this.templates = Collections.unmodifiableMap(templates);
    this.templatesByHash = templatesByHash;
    this.holds = Collections.unmodifiableMap(holds);
    this.apiKeys = Collections.unmodifiableMap(apiKeys);
    this.byTrigger =
        journeys.values().stream()
            .filter(journey -> current(journey).isPresent())
            .sorted(this::byRank)
            .collect(
                Collectors.groupingBy(
                    journey -> current(journey).orElseThrow().definition().trigger().event(),
                    Collectors.toUnmodifiableList()));
    this.mentioned =
        versions.values().stream()
            .flatMap(byNumber -> byNumber.values().stream())
            .flatMap(version -> version.definition().mentionedEvents())
            .collect(Collectors.toUnmodifiableSet());
    this.askedAbout =
        versions.values().stream()
            .flatMap(byNumber -> byNumber.values().stream())
            .flatMap(version -> version.definition().askedTemplates())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** All journeys, by id. */
  public Collection<RegisteredJourney> journeys() {
    return journeys.values();
  }

  public Optional<RegisteredJourney> journey(String id) {
    return Optional.ofNullable(journeys.get(id));
  }

  public Optional<JourneyVersion> version(String journeyId, int number) {
    return Optional.ofNullable(versions.getOrDefault(journeyId, Map.of()).get(number));
  }

  public Optional<JourneyVersion> current(RegisteredJourney journey) {
    return version(journey.id(), journey.version());
  }

  private int byRank(RegisteredJourney one, RegisteredJourney other) {
    int higher = Integer.compare(rank(other), rank(one));
    return higher != 0 ? higher : one.id().compareTo(other.id());
  }

  private int rank(RegisteredJourney journey) {
    return current(journey).orElseThrow().definition().rank();
  }

  /**
   * The journeys whose current version starts with this event, drafts and all: by priority, the
   * highest first, then by id.
   */
  public List<RegisteredJourney> triggeredBy(String event) {
    return byTrigger.getOrDefault(event, List.of());
  }

  /** Whether some version, however old, listens for or counts this event. */
  public boolean mentions(String event) {
    return mentioned.contains(event);
  }

  /** Whether some version, however old, asks what became of sends of this template. */
  public boolean asksAbout(String template) {
    return askedAbout.contains(template);
  }

  /** The template of this key as published last. */
  public Optional<Template> template(String key) {
    return Optional.ofNullable(templates.get(key));
  }

  public Optional<Template> templateByHash(String hash) {
    return Optional.ofNullable(templatesByHash.get(hash));
  }

  public Collection<Template> templates() {
    return templates.values();
  }

  /** Whether sends of this journey are held back now, alone or with all others. */
  public boolean holds(String journeyId) {
    return isHeld(Hold.ALL) || isHeld(journeyId);
  }

  private boolean isHeld(String id) {
    Hold hold = holds.get(id);
    return hold != null && hold.held();
  }

  /** What an operator said last of the sends of a journey, or of {@link Hold#ALL}. */
  public Optional<Hold> hold(String journeyId) {
    return Optional.ofNullable(holds.get(journeyId));
  }

  /** By journey id, with {@link Hold#ALL} first. */
  public Collection<Hold> holds() {
    return holds.values();
  }

  /** All keys, revoked and expired ones too, by id. */
  public Collection<ApiKey> apiKeys() {
    return apiKeys.values();
  }

  public Optional<ApiKey> apiKey(String id) {
    return Optional.ofNullable(apiKeys.get(id));
  }

  public Registry with(ApiKey key) {
    return new Registry(
        journeys, versions, templates, templatesByHash, holds, put(apiKeys, key.id(), key));
  }

  public Registry with(RegisteredJourney journey) {
    return new Registry(
        put(journeys, journey.id(), journey), versions, templates, templatesByHash, holds, apiKeys);
  }

  public Registry with(Hold hold) {
    return new Registry(
        journeys,
        versions,
        templates,
        templatesByHash,
        put(holds, hold.journeyId(), hold),
        apiKeys);
  }

  public Registry with(JourneyVersion version) {
    Map<Integer, JourneyVersion> numbers =
        new TreeMap<>(versions.getOrDefault(version.journeyId(), Map.of()));
    numbers.put(version.number(), version);
    Map<String, Map<Integer, JourneyVersion>> all = new HashMap<>(versions);
    all.put(version.journeyId(), numbers);
    return new Registry(journeys, all, templates, templatesByHash, holds, apiKeys);
  }

  public Registry with(Template template) {
    Map<String, Template> hashes = new HashMap<>(templatesByHash);
    hashes.put(template.hash(), template);
    return new Registry(
        journeys, versions, put(templates, template.key(), template), hashes, holds, apiKeys);
  }

  /** A template's content alone, for sends under way; what its key means stays as it is. */
  public Registry withContent(Template template) {
    return new Registry(
        journeys,
        versions,
        templates,
        put(templatesByHash, template.hash(), template),
        holds,
        apiKeys);
  }

  /** Many at once, so that reading a store back does not build the lookups once per entry. */
  public static Registry of(
      Collection<RegisteredJourney> journeys,
      Collection<JourneyVersion> versions,
      Collection<Template> templates) {
    Map<String, Map<Integer, JourneyVersion>> numbers = new HashMap<>();
    versions.forEach(
        version ->
            numbers
                .computeIfAbsent(version.journeyId(), id -> new TreeMap<>())
                .put(version.number(), version));
    return new Registry(
        sorted(journeys, RegisteredJourney::id),
        numbers,
        sorted(templates, Template::key),
        sorted(templates, Template::hash),
        Map.of(),
        Map.of());
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
