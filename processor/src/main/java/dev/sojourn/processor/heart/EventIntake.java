package dev.sojourn.processor.heart;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Limits;
import dev.sojourn.journeys.decide.Undone;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.person.Engagement;
import dev.sojourn.journeys.person.Feedback;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.meter.EngineMeters.Taken;
import dev.sojourn.processor.row.CounterKey;
import dev.sojourn.processor.row.HistoryRow;
import dev.sojourn.processor.store.CommandStore;
import dev.sojourn.processor.store.TaskStores;
import dev.sojourn.processor.timer.TaskClock;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.journal.Cause;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events: whose they are, whether they are repeats, whom they concern, what comes of them.
 */
final class EventIntake implements HeartIntake {

  private static final Logger log = LoggerFactory.getLogger(EventIntake.class);

  /** Scalars of an event that are kept beside it, in bytes of JSON. */
  private static final int KEPT_SCALARS = 512;

  private static final List<String> PASSED_ON =
      List.of(
          Headers.REPLY_TO, Headers.CORRELATION, Headers.DEPTH, Headers.RETRIED, Headers.REASON);

  private final TaskStores stores;
  private final TaskClock clock;
  private final PersonDesk desk;
  private final AuditTrail audit;
  private final Outbound outbound;
  private final DeadLetters deadLetters;
  private final Ownership task;
  private final EngineMeters meters;
  private final TemplateTotals templates;

  EventIntake(
      TaskStores stores,
      TaskClock clock,
      PersonDesk desk,
      AuditTrail audit,
      Outbound outbound,
      DeadLetters deadLetters,
      Ownership task,
      EngineMeters meters,
      TemplateTotals templates) {
    this.stores = stores;
    this.clock = clock;
    this.desk = desk;
    this.audit = audit;
    this.outbound = outbound;
    this.deadLetters = deadLetters;
    this.task = task;
    this.meters = meters;
    this.templates = templates;
  }

  @Override
  public void take(Stimulus record) {
    EventEnvelope envelope;
    try {
      envelope = EventEnvelope.decode(record.value());
    } catch (InvalidRecordException e) {
      meters.event(Taken.INVALID);
      String message = String.valueOf(e.getMessage());
      deadLetters.record(record, DeadLetters.INGEST, e.reason(), message);
      ReplyTo.read(record.headers())
          .ifPresent(
              asker ->
                  outbound.result(asker, new Result(task.partition(), 1, 400, message, Map.of())));
      return;
    }
    PersonReader person = desk.person(envelope.userId());
    if (!task.owns(person.userHash())) {
      reroute(record, envelope);
      return;
    }
    if (stores.erased.contains(person.userHash(), person.userId())) {
      dropErased(record);
      return;
    }
    decide(record, envelope, person);
  }

  /** Counted and otherwise forgotten: even a dead letter would keep what must not be kept. */
  private void dropErased(Stimulus record) {
    clock.processed(record.intake());
    stores.counters.add(new CounterKey("", CounterKey.ERASED), 1);
    ReplyTo.read(record.headers())
        .ifPresent(
            asker ->
                outbound.result(
                    asker, new Result(task.partition(), 1, 410, CommandStore.ERASED, Map.of())));
  }

  /** The producer's partitioner is not ours: once to the right place, and never in circles. */
  private void reroute(Stimulus record, EventEnvelope envelope) {
    if (Headers.text(record.headers(), Headers.REROUTED).isPresent() || record.value() == null) {
      meters.event(Taken.INVALID);
      deadLetters.record(
          record,
          DeadLetters.INGEST,
          "wrong_partition",
          "expected the partition that owns the user, found %d after rerouting"
              .formatted(task.partition()));
      return;
    }
    meters.event(Taken.REROUTED);
    RecordHeaders headers = new RecordHeaders();
    // Only what we understand: a producer's own headers may be of any size.
    for (String name : PASSED_ON) {
      Headers.text(record.headers(), name)
          .filter(value -> value.length() <= Headers.LONGEST)
          .ifPresent(value -> headers.add(name, Headers.bytes(value)));
    }
    headers.add(Headers.REROUTED, Headers.bytes(record.place()));
    outbound.event(envelope.userId(), record.value(), headers);
  }

  private void decide(Stimulus record, EventEnvelope envelope, PersonReader stored) {
    String uuid = envelope.uuid();
    UUID id =
        EventIds.derive(stored.userHash(), stored.userId(), uuid == null ? record.place() : uuid);
    Registry registry = desk.registry();
    // What no version of any journey listens for or counts cannot matter to anybody's timers, in
    // whichever order it and they come: then the person is not even read.
    boolean heeded =
        envelope.changesContact()
            || registry.mentions(envelope.event())
            || Engagement.isToldBy(envelope.event())
            || Feedback.isToldBy(envelope.event());
    PersonReader person = heeded ? desk.upTo(stored, record.intake()) : stored;
    clock.processed(record.intake());
    Optional<ReplyTo> asker = ReplyTo.read(record.headers());
    Optional<String> enrols = AuditTrail.enrols(record, envelope);
    // A repeat of what concerns nobody does no harm, and is looked for only if somebody asks.
    boolean lookedFor = heeded || asker.isPresent() || enrols.isPresent();
    if (lookedFor && stores.history.contains(id, record.intake())) {
      meters.event(Taken.REPEAT);
      if (heeded) {
        undone(record)
            .ifPresent(
                part ->
                    decideFor(person, record, envelope, id, occurredAt(record, envelope), part));
      }
      asker.ifPresent(to -> receipt(to, id, false, Decision.NOTHING));
      return;
    }
    Instant occurredAt = occurredAt(record, envelope);
    boolean concerns =
        envelope.changesContact()
            || (heeded && desk.decider().concerns(person.head(), envelope.event(), registry));
    meters.event(concerns ? Taken.DECIDED : Taken.STORED);
    Decision decision =
        concerns
            ? decideFor(
                person, record, envelope, id, occurredAt, undone(record).orElse(Undone.EVENT))
            : Decision.NOTHING;
    HistoryRow row = row(record, envelope, occurredAt, registry);
    if (lookedFor) {
      stores.history.put(id, record.intake(), row);
    } else {
      stores.history.putUnlooked(id, record.intake(), row);
    }
    enrols.ifPresent(journey -> audit.enrolled(record, journey, person.userId(), decision));
    asker.ifPresent(to -> receipt(to, id, true, decision));
  }

  /** What is to be done of an event that is run again; empty for all others. */
  private static Optional<Undone> undone(Stimulus record) {
    return Headers.text(record.headers(), Headers.RETRIED)
        .flatMap(retried -> Headers.text(record.headers(), Headers.REASON))
        .flatMap(Undone::of);
  }

  /**
   * Decides.
   *
   * @param part which part of it, when it is run again since something of it threw
   */
  private Decision decideFor(
      PersonReader person,
      Stimulus record,
      EventEnvelope envelope,
      UUID id,
      Instant occurredAt,
      Undone part) {
    Set<String> decided = part == Undone.ENTRY ? decided(person, id) : Set.of();
    Decision decision;
    try {
      PersonEvent event =
          new PersonEvent(
              id,
              envelope.event(),
              occurredAt,
              record.intake(),
              envelope.properties(),
              envelope.contactPatch(),
              envelope.email(),
              Headers.number(record.headers(), Headers.DEPTH).orElse(0),
              envelope.historical());
      decision =
          part == Undone.EVENT
              ? desk.decider().onEvent(person, event, desk.registry())
              : desk.decider().onEventAgain(person, event, desk.registry(), part, decided);
      if (part == Undone.EVENT && !event.historical()) {
        templates.told(person, event);
      }
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      deadLetters.record(record, DeadLetters.INGEST, DeadLetters.ENGINE_ERROR, e.toString());
      return Decision.NOTHING;
    }
    desk.write(person, record, new Cause.Happened(id, envelope.event()), record.intake(), decision);
    desk.noteRefusals(person, id, envelope.event(), record.intake(), decision);
    for (Decision.Fault fault : decision.faults()) {
      fault
          .undone()
          .ifPresent(
              left -> deadLetters.record(record, DeadLetters.INGEST, left.reason(), fault.text()));
    }
    return decision;
  }

  /** The journeys that have decided this event. */
  private Set<String> decided(PersonReader person, UUID eventId) {
    Set<String> journeys = stores.refusals.decided(person.userHash(), person.userId(), eventId);
    stores.instances.ofPerson(person.userHash(), person.userId()).stream()
        .filter(instance -> instance.eventId().equals(eventId))
        .forEach(instance -> journeys.add(instance.journeyId()));
    return journeys;
  }

  /** The producer's time, but never later than when the log took it. */
  private Instant occurredAt(Stimulus record, EventEnvelope envelope) {
    Instant said = envelope.timestamp();
    if (said == null) {
      return record.intake();
    }
    if (said.isBefore(Instant.EPOCH)) {
      return Instant.EPOCH;
    }
    if (said.isAfter(record.intake())) {
      stores.counters.add(new CounterKey("", CounterKey.CLAMPED), 1);
      return record.intake();
    }
    return said;
  }

  private static HistoryRow row(
      Stimulus record, EventEnvelope envelope, Instant occurredAt, Registry registry) {
    Map<String, Object> scalars =
        registry.mentions(envelope.event()) ? scalars(record, envelope) : Map.of();
    return new HistoryRow(
        envelope.userId(), occurredAt, envelope.event(), record.offset(), envelope.uuid(), scalars);
  }

  private static Map<String, Object> scalars(Stimulus record, EventEnvelope envelope) {
    Map<String, Object> properties;
    try {
      properties = envelope.properties();
    } catch (RuntimeException e) {
      // Whoever needed them to decide has made a dead letter of it; the event is stored all the
      // same.
      log.debug("no scalars of offset {}", record.offset(), e);
      return Map.of();
    }
    Map<String, Object> kept = new LinkedHashMap<>();
    int size = 0;
    for (Map.Entry<String, Object> property : properties.entrySet()) {
      Object value = property.getValue();
      int more = Limits.sizeOf(property.getKey()) + Limits.sizeOf(value) + 2;
      boolean scalar = !(value instanceof Map) && !(value instanceof List);
      if (scalar && !property.getKey().startsWith("$") && size + more <= KEPT_SCALARS) {
        kept.put(property.getKey(), value);
        size += more;
      }
    }
    return kept;
  }

  private void receipt(ReplyTo asker, UUID id, boolean stored, Decision decision) {
    Map<String, Object> body = Receipts.of(stored, id, decision);
    outbound.result(asker, new Result(task.partition(), 1, 200, null, body));
  }
}
