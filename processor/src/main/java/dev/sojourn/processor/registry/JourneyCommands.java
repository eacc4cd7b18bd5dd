package dev.sojourn.processor.registry;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.definition.Linter;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Journey.Origin;
import dev.sojourn.journeys.registry.Journey.State;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Answer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Commands that publish journeys and switch them on and off. */
public record JourneyCommands(RegistryStore store, int partition) {

  public List<CommandHandler<?>> handlers() {
    return List.of(
        CommandHandler.deciding(
            Command.ToggleJourney.class, (toggle, record) -> toggle(toggle, record.intake())),
        CommandHandler.deciding(
            Command.PublishJourney.class, (publish, record) -> publish(publish, record.intake())),
        CommandHandler.deciding(Command.MarkMissing.class, (missing, record) -> missing(missing)));
  }

  private static final String FILE = "file";
  private static final String MISSING = "missing";

  private CommandOutcome toggle(Command.ToggleJourney command, Instant now) {
    Optional<Journey> found = store.journey(command.journeyId());
    if (found.isEmpty()) {
      return CommandOutcome.rejected(partition, RegistryRejection.JOURNEY_NOT_FOUND);
    }
    Journey journey = found.get();
    if (!journey.togglable()) {
      String status = journey.status().name().toLowerCase(Locale.ROOT);
      return CommandOutcome.rejected(
          partition,
          Rejection.of(RegistryRejection.JOURNEY_NOT_TOGGLABLE, Map.of("status", status)));
    }
    if (Boolean.valueOf(command.enabled()).equals(journey.override())) {
      return CommandOutcome.published(
          partition,
          toggled(journey),
          new AuditChange(enabled(journey), enabled(journey)),
          List.of(RegistryEntry.of(journey)));
    }
    boolean changes = journey.acceptsEntries() != command.enabled();
    Journey toggled =
        with(journey, command.enabled(), journey.source(), changes ? now : journey.updatedAt());
    return CommandOutcome.published(
        partition,
        toggled(toggled),
        new AuditChange(enabled(journey), enabled(toggled)),
        List.of(RegistryEntry.of(toggled)));
  }

  private static Map<String, Object> enabled(Journey journey) {
    return Map.of("enabled", journey.acceptsEntries());
  }

  private static Journey with(
      Journey journey, @Nullable Boolean override, @Nullable String source, Instant updatedAt) {
    return new Journey(
        journey.id(),
        journey.name(),
        journey.origin(),
        journey.status(),
        override,
        journey.version(),
        journey.versionByHash(),
        source,
        journey.enabled(),
        updatedAt);
  }

  private CommandOutcome publish(Command.PublishJourney command, Instant now) {
    Optional<Journey> found = store.journey(command.definition().id());
    if (found.isPresent() && found.get().origin() != Origin.FILE) {
      return CommandOutcome.rejected(
          partition,
          Rejection.of(
              RegistryRejection.JOURNEY_NOT_FROM_FILE, Map.of("journey", found.get().id())));
    }
    List<Linter.Finding> flaws =
        Linter.lint(command.definition(), key -> true).stream()
            .filter(Linter.Finding::refused)
            .toList();
    if (!flaws.isEmpty()) {
      return CommandOutcome.rejected(partition, invalid(flaws.get(0)));
    }
    Integer known = found.map(journey -> journey.versionByHash().get(command.hash())).orElse(null);
    if (found.isPresent() && known != null) {
      return knownBefore(found.get(), known);
    }
    int number = found.map(Journey::version).orElse(0) + 1;
    Map<String, Integer> hashes =
        new LinkedHashMap<>(found.map(Journey::versionByHash).orElse(Map.of()));
    hashes.put(command.hash(), number);
    Journey journey =
        new Journey(
            command.definition().id(),
            command.definition().title(),
            Origin.FILE,
            found.map(Journey::status).orElse(State.ACTIVE),
            found.map(Journey::override).orElse(null),
            number,
            hashes,
            FILE,
            command.definition().isEnabled(),
            now);
    JourneyVersion version =
        new JourneyVersion(journey.id(), number, command.hash(), command.definition());
    // The version comes first, so that a visible journey always has its definition.
    return CommandOutcome.published(
        partition,
        published(journey, true),
        new AuditChange(found.map(JourneyCommands::version).orElse(null), version(journey)),
        List.of(RegistryEntry.of(version), RegistryEntry.of(journey)));
  }

  private static Rejection invalid(Linter.Finding flaw) {
    return Rejection.of(
        RegistryRejection.JOURNEY_INVALID, Map.of("path", flaw.path(), "problem", flaw.message()));
  }

  /**
   * Publishing older content again creates no new version: going back must be requested explicitly.
   */
  private CommandOutcome knownBefore(Journey journey, int number) {
    Journey back = with(journey, journey.override(), FILE, journey.updatedAt());
    return CommandOutcome.published(
        partition,
        published(back, number == journey.version()),
        new AuditChange(version(journey), version(back)),
        List.of(RegistryEntry.of(back)));
  }

  private CommandOutcome missing(Command.MarkMissing command) {
    Optional<Journey> found = store.journey(command.journeyId());
    if (found.isEmpty() || !FILE.equals(found.get().source())) {
      return CommandOutcome.done(
          partition, new Answer.JourneyMissing(command.journeyId(), false), AuditChange.NONE);
    }
    Journey journey = found.get();
    Journey gone = with(journey, journey.override(), MISSING, journey.updatedAt());
    return CommandOutcome.published(
        partition,
        new Answer.JourneyMissing(gone.id(), true),
        new AuditChange(version(journey), version(gone)),
        List.of(RegistryEntry.of(gone)));
  }

  /** What to audit of a publication; the source too, since a missing file may return unchanged. */
  private static Map<String, Object> version(Journey journey) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", journey.version());
    facts.put("source", journey.source());
    return facts;
  }

  private static Answer toggled(Journey journey) {
    return new Answer.JourneyToggled(
        journey.id(), journey.name(), journey.acceptsEntries(), journey.updatedAt());
  }

  private static Answer published(Journey journey, boolean current) {
    return new Answer.JourneyPublished(journey.id(), journey.version(), current);
  }
}
