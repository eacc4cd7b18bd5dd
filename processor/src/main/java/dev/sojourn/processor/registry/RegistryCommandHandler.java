package dev.sojourn.processor.registry;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.sojourn.journeys.definition.Linter;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Journey.Origin;
import dev.sojourn.journeys.registry.Journey.State;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.processor.task.ReplyTo;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.job.CancelJob;
import dev.sojourn.topics.json.InstantJson;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Handles registry commands, as the single writer of the ids that this partition owns. What it
 * writes goes to every partition and takes effect there at its position in the log; the writer
 * itself must always know what it wrote last, so it stores that separately.
 */
public final class RegistryCommandHandler {

  /**
   * Header of the registry record that completes a command: the result to send once a partition has
   * applied it.
   */
  static final String ANSWER = "sojourn-answer";

  private static final String FILE = "file";
  private static final String MISSING = "missing";

  private final RegistryStore store;
  private final ApiKeyCommandHandler apiKeys;
  private final RecordForwarder forwarder;
  private final int partition;
  private final int partitions;

  public RegistryCommandHandler(
      RegistryStore store, RecordForwarder forwarder, int partition, int partitions) {
    this.store = store;
    this.apiKeys = new ApiKeyCommandHandler(store, partition);
    this.forwarder = forwarder;
    this.partition = partition;
    this.partitions = partitions;
  }

  /** The result of a command, the entries to publish before it is sent, and the change to audit. */
  public record Outcome(Result result, List<RegistryEntry> entries, AuditChange change) {}

  /**
   * Decides a command.
   *
   * @throws CommandFailedException when deciding threw; nothing has been written
   */
  public Outcome decide(Command.OfRegistry command, Instant now) throws CommandFailedException {
    try {
      return outcome(command, now);
    } catch (KafkaException e) {
      // A store failure must stop the task.
      throw e;
    } catch (RuntimeException e) {
      throw new CommandFailedException(e);
    }
  }

  private Outcome outcome(Command.OfRegistry command, Instant now) {
    if (command instanceof Command.ToggleJourney toggle) {
      return toggle(toggle, now);
    }
    if (command instanceof Command.PublishJourney publish) {
      return publish(publish, now);
    }
    if (command instanceof Command.MarkMissing missing) {
      return missing(missing);
    }
    if (command instanceof Command.HoldSends hold) {
      return hold(hold, now);
    }
    if (command instanceof Command.CancelStates cancel) {
      return cancel(cancel.job(), now);
    }
    if (command instanceof Command.CreateApiKey create) {
      return apiKeys.create(create, now);
    }
    if (command instanceof Command.RevokeApiKey revoke) {
      return apiKeys.revoke(revoke, now);
    }
    if (command instanceof Command.PublishSending sending) {
      return sending(sending.policy());
    }
    return template(((Command.PublishTemplate) command).template());
  }

  private Outcome hold(Command.HoldSends command, Instant now) {
    String id = command.journeyId();
    if (!id.equals(Hold.ALL) && journey(id).isEmpty()) {
      return refused(404, "Journey not found");
    }
    Optional<Hold> before =
        store.authored("hold/" + id).map(entry -> ((RegistryEntry.OfHold) entry).hold());
    Hold hold =
        before
            // A repeated release counts as a new one, and the last one sets the rate.
            .filter(known -> known.held() && command.held())
            .filter(known -> known.perSecond() == command.perSecond())
            .orElseGet(() -> new Hold(id, command.held(), command.perSecond(), now));
    Map<String, Object> body = shown(hold);
    return new Outcome(
        new Result(partition, 1, 200, null, body),
        List.of(new RegistryEntry.OfHold(hold)),
        new AuditChange(before.map(RegistryCommandHandler::shown).orElse(null), body));
  }

  private static Map<String, Object> shown(Hold hold) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("journeyId", hold.journeyId());
    shown.put("held", hold.held());
    shown.put("perSecond", hold.perSecond());
    shown.put("updatedAt", InstantJson.text(hold.updatedAt()));
    return shown;
  }

  private Outcome cancel(CancelJob job, Instant now) {
    if (journey(job.journeyId()).isEmpty()) {
      return refused(404, "Journey not found");
    }
    Map<String, Object> body =
        Map.of("id", job.id(), "createdAt", InstantJson.text(now), "matched", job.matched());
    return new Outcome(
        new Result(partition, 1, 200, null, body),
        List.of(new RegistryEntry.OfJob(job, now)),
        new AuditChange(null, body));
  }

  private Optional<Journey> journey(String id) {
    return store
        .authored("journey/" + id)
        .map(entry -> ((RegistryEntry.OfJourney) entry).journey());
  }

  private Outcome toggle(Command.ToggleJourney command, Instant now) {
    Optional<Journey> found = journey(command.journeyId());
    if (found.isEmpty()) {
      return refused(404, "Journey not found");
    }
    Journey journey = found.get();
    if (!journey.togglable()) {
      return refused(
          409,
          "Cannot switch journey in '%s' status"
              .formatted(journey.status().name().toLowerCase(Locale.ROOT)));
    }
    if (Boolean.valueOf(command.enabled()).equals(journey.override())) {
      return new Outcome(
          shown(journey),
          List.of(new RegistryEntry.OfJourney(journey)),
          new AuditChange(enabled(journey), enabled(journey)));
    }
    boolean changes = journey.acceptsEntries() != command.enabled();
    Journey toggled =
        with(journey, command.enabled(), journey.source(), changes ? now : journey.updatedAt());
    return new Outcome(
        shown(toggled),
        List.of(new RegistryEntry.OfJourney(toggled)),
        new AuditChange(enabled(journey), enabled(toggled)));
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

  private Outcome publish(Command.PublishJourney command, Instant now) {
    Optional<Journey> found = journey(command.definition().id());
    if (found.isPresent() && found.get().origin() != Origin.FILE) {
      return refused(409, "The journey '%s' was not made by a file".formatted(found.get().id()));
    }
    List<Linter.Finding> flaws =
        Linter.lint(command.definition(), key -> true).stream()
            .filter(Linter.Finding::refused)
            .toList();
    if (!flaws.isEmpty()) {
      return refused(400, flaws.get(0).toString());
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
    return new Outcome(
        published(journey, true),
        List.of(new RegistryEntry.OfVersion(version), new RegistryEntry.OfJourney(journey)),
        new AuditChange(found.map(RegistryCommandHandler::version).orElse(null), version(journey)));
  }

  /**
   * Publishing older content again creates no new version: going back must be requested explicitly.
   */
  private Outcome knownBefore(Journey journey, int number) {
    Journey back = with(journey, journey.override(), FILE, journey.updatedAt());
    return new Outcome(
        published(back, number == journey.version()),
        List.of(new RegistryEntry.OfJourney(back)),
        new AuditChange(version(journey), version(back)));
  }

  private Outcome missing(Command.MarkMissing command) {
    Optional<Journey> found = journey(command.journeyId());
    if (found.isEmpty() || !FILE.equals(found.get().source())) {
      return new Outcome(
          new Result(partition, 1, 200, null, Map.of()), List.of(), AuditChange.NONE);
    }
    Journey journey = found.get();
    Journey gone = with(journey, journey.override(), MISSING, journey.updatedAt());
    return new Outcome(
        published(gone, true),
        List.of(new RegistryEntry.OfJourney(gone)),
        new AuditChange(version(journey), version(gone)));
  }

  /** What to audit of a publication; the source too, since a missing file may return unchanged. */
  private static Map<String, Object> version(Journey journey) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", journey.version());
    facts.put("source", journey.source());
    return facts;
  }

  private Outcome template(Template template) {
    RegistryEntry current = new RegistryEntry.OfTemplate(template, true);
    Result result =
        new Result(partition, 1, 200, null, Map.of("key", template.key(), "hash", template.hash()));
    Optional<Template> before =
        store.authored(current.id()).map(entry -> ((RegistryEntry.OfTemplate) entry).template());
    boolean same = before.equals(Optional.of(template));
    return new Outcome(
        result,
        same ? List.of(current) : List.of(new RegistryEntry.OfTemplate(template, false), current),
        new AuditChange(before.map(RegistryCommandHandler::hash).orElse(null), hash(template)));
  }

  private static Map<String, Object> hash(Template template) {
    return Map.of("hash", template.hash());
  }

  private Outcome sending(SendingPolicy policy) {
    Map<String, Object> body = shown(policy);
    return new Outcome(
        new Result(partition, 1, 200, null, body),
        List.of(new RegistryEntry.OfSending(policy)),
        new AuditChange(
            store
                .authored(RegistryEntry.OfSending.ID)
                .map(entry -> shown(((RegistryEntry.OfSending) entry).policy()))
                .orElse(null),
            body));
  }

  /** The policy as its author wrote it. */
  private static Map<String, Object> shown(SendingPolicy policy) {
    return Json.mapper().convertValue(policy, new TypeReference<>() {});
  }

  private Outcome refused(int status, String error) {
    return new Outcome(
        new Result(partition, 1, status, error, Map.of()), List.of(), AuditChange.NONE);
  }

  private Result shown(Journey journey) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", journey.id());
    body.put("name", journey.name());
    body.put("enabled", journey.acceptsEntries());
    body.put("updatedAt", InstantJson.text(journey.updatedAt()));
    return new Result(partition, 1, 200, null, body);
  }

  /**
   * The result of a publication.
   *
   * @param current whether the published content is the journey's current version
   */
  private Result published(Journey journey, boolean current) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", journey.id());
    body.put("version", journey.version());
    body.put("current", current);
    return new Result(partition, 1, 200, null, body);
  }

  /**
   * Publishes entries to every partition; the last record makes each partition send a result.
   *
   * @return ids of the entries written, empty when there was nothing to write
   */
  public List<String> publish(Outcome outcome, Optional<ReplyTo> asker) {
    outcome.entries().forEach(store::author);
    send(outcome.entries(), outcome.result(), asker);
    return outcome.entries().stream().map(RegistryEntry::id).toList();
  }

  public void publishAgain(List<String> entryIds, Result answer, Optional<ReplyTo> asker) {
    List<RegistryEntry> entries =
        entryIds.stream().flatMap(id -> store.authored(id).stream()).toList();
    send(entries, answer, asker);
  }

  private void send(List<RegistryEntry> entries, Result answer, Optional<ReplyTo> asker) {
    for (int i = 0; i < entries.size(); i++) {
      RecordHeaders headers = new RecordHeaders();
      if (i == entries.size() - 1 && asker.isPresent()) {
        headers.add(Headers.REPLY_TO, Headers.bytes(asker.get().partition()));
        headers.add(Headers.CORRELATION, Headers.bytes(asker.get().correlation()));
        headers.add(
            ANSWER,
            Json.bytes(
                new Result(partition, partitions, answer.status(), answer.error(), answer.body())));
      }
      forwarder.registry(entries.get(i), headers);
    }
  }
}
