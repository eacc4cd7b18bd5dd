package dev.sojourn.processor.event;

import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.EventPart;
import dev.sojourn.journeys.decide.Limits;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.audit.AuditLog;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.counter.CounterStore;
import dev.sojourn.processor.deadletter.DeadLetterWriter;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.erasure.ErasureRejection;
import dev.sojourn.processor.history.HistoryRow;
import dev.sojourn.processor.journal.JournalSource;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.meter.EngineMeters.Taken;
import dev.sojourn.processor.person.Decisions;
import dev.sojourn.processor.person.DueTimers;
import dev.sojourn.processor.person.PersonStores;
import dev.sojourn.processor.person.StoredPerson;
import dev.sojourn.processor.refusal.RefusalStore;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.processor.task.RecordHandler;
import dev.sojourn.processor.task.ReplyTo;
import dev.sojourn.processor.task.TaskClock;
import dev.sojourn.processor.task.TaskPartition;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles events: checks ownership, drops duplicates, updates the contact, decides, and stores the
 * event in the person's history.
 */
public final class EventHandler implements RecordHandler {

  private static final Logger log = LoggerFactory.getLogger(EventHandler.class);

  /** Limit of the scalar properties stored with an event, in bytes of JSON. */
  private static final int KEPT_SCALARS = 512;

  private final PersonStores stores;
  private final ErasedStore erased;
  private final RefusalStore refusals;
  private final CounterStore counters;
  private final TaskClock clock;
  private final DueTimers dueTimers;
  private final Decisions decisions;
  private final AuditLog audit;
  private final EventRouter router;
  private final RecordForwarder forwarder;
  private final DeadLetterWriter deadLetters;
  private final TaskPartition task;
  private final EngineMeters meters;

  public EventHandler(
      PersonStores stores,
      ErasedStore erased,
      RefusalStore refusals,
      CounterStore counters,
      TaskClock clock,
      DueTimers dueTimers,
      Decisions decisions,
      AuditLog audit,
      RecordForwarder forwarder,
      DeadLetterWriter deadLetters,
      TaskPartition task,
      EngineMeters meters) {
    this.stores = stores;
    this.erased = erased;
    this.refusals = refusals;
    this.counters = counters;
    this.clock = clock;
    this.dueTimers = dueTimers;
    this.decisions = decisions;
    this.audit = audit;
    this.router = new EventRouter(forwarder, deadLetters, task, meters);
    this.forwarder = forwarder;
    this.deadLetters = deadLetters;
    this.task = task;
    this.meters = meters;
  }

  @Override
  public void handle(InputRecord record) {
    EventEnvelope envelope;
    try {
      envelope = EventEnvelope.decode(record.value());
    } catch (InvalidRecordException e) {
      meters.event(Taken.INVALID);
      deadLetters.record(
          record, DeadLetterWriter.INGEST, e.reason(), String.valueOf(e.getMessage()));
      reject(record, EventReceipt.invalid(e));
      return;
    }
    StoredPerson person = stores.person(envelope.userId());
    if (!task.owns(person.userHash())) {
      router.reroute(record, envelope);
      return;
    }
    if (erased.contains(person.userHash(), person.userId())) {
      dropErased(record);
      return;
    }
    decide(record, envelope, person);
  }

  /** Only counts the event: even a dead letter would store what must not be stored. */
  private void dropErased(InputRecord record) {
    clock.processed(record.intake());
    counters.add(new CounterKey("", CounterKey.ERASED), 1);
    reject(record, Rejection.of(ErasureRejection.PERSON_ERASED));
  }

  private void reject(InputRecord record, Rejection rejection) {
    ReplyTo.read(record.headers())
        .ifPresent(asker -> forwarder.result(asker, Result.rejected(task.partition(), rejection)));
  }

  private void decide(InputRecord record, EventEnvelope envelope, StoredPerson stored) {
    String uuid = envelope.uuid();
    UUID id =
        EventIds.derive(
            stored.userHash(), stored.userId(), uuid == null ? record.position() : uuid);
    Registry registry = decisions.registry();
    // An event that no journey version listens for or counts cannot affect anybody's timers,
    // whichever comes first: the person is not even read.
    boolean relevant = envelope.changesContact() || Decider.canConcern(envelope.event(), registry);
    StoredPerson person = relevant ? dueTimers.applyUntil(stored, record.intake()) : stored;
    clock.processed(record.intake());
    Optional<ReplyTo> asker = ReplyTo.read(record.headers());
    Optional<String> enrols = AuditLog.enrols(record, envelope);
    // A duplicate of an irrelevant event does no harm, so the check runs only if a reply depends on
    // it.
    boolean duplicateChecked = relevant || asker.isPresent() || enrols.isPresent();
    if (duplicateChecked && stores.history().contains(id, record.intake())) {
      meters.event(Taken.REPEAT);
      if (relevant) {
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
            || (relevant && Decider.concerns(person.summary(), envelope.event(), registry));
    meters.event(concerns ? Taken.DECIDED : Taken.STORED);
    Decision decision =
        concerns
            ? decideFor(
                person, record, envelope, id, occurredAt, undone(record).orElse(EventPart.EVENT))
            : Decision.NOTHING;
    HistoryRow row = row(record, envelope, occurredAt, registry);
    if (duplicateChecked) {
      stores.history().put(id, record.intake(), row);
    } else {
      stores.history().putWithoutDuplicateCheck(id, record.intake(), row);
    }
    enrols.ifPresent(journey -> audit.enrolled(record, journey, person.userId(), decision));
    asker.ifPresent(to -> receipt(to, id, true, decision));
  }

  /** The part of a redriven event that is still to be processed; empty for all other events. */
  private static Optional<EventPart> undone(InputRecord record) {
    return Headers.text(record.headers(), Headers.RETRIED)
        .flatMap(retried -> Headers.text(record.headers(), Headers.REASON))
        .flatMap(EventPart::of);
  }

  /**
   * Decides.
   *
   * @param part the part to process, when an event is redriven because something in it threw
   */
  private Decision decideFor(
      StoredPerson person,
      InputRecord record,
      EventEnvelope envelope,
      UUID id,
      Instant occurredAt,
      EventPart part) {
    Stimulus stimulus;
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
      stimulus =
          part == EventPart.EVENT
              ? new Stimulus.EventReceived(event)
              : new Stimulus.EventRedriven(event, part, decided(person, id, part));
      decision = decisions.decide(person, stimulus, record.intake());
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      deadLetters.record(
          record, DeadLetterWriter.INGEST, DeadLetterWriter.ENGINE_ERROR, e.toString());
      return Decision.NOTHING;
    }
    decisions.write(person, new JournalSource.Input(record), stimulus, record.intake(), decision);
    for (Decision.Fault fault : decision.faults()) {
      fault
          .remainingPart()
          .ifPresent(
              left ->
                  deadLetters.record(record, DeadLetterWriter.INGEST, left.reason(), fault.text()));
    }
    return decision;
  }

  /** The journeys that have already decided this event, as far as the part depends on them. */
  private Set<String> decided(StoredPerson person, UUID eventId, EventPart part) {
    if (part != EventPart.ENTRY) {
      return Set.of();
    }
    Set<String> journeys = refusals.decided(person.userHash(), person.userId(), eventId);
    stores.instances().ofPerson(person.userHash(), person.userId()).stream()
        .filter(instance -> instance.eventId().equals(eventId))
        .forEach(instance -> journeys.add(instance.journeyId()));
    return journeys;
  }

  /** The producer's time, clamped to the append time. */
  private Instant occurredAt(InputRecord record, EventEnvelope envelope) {
    Instant said = envelope.timestamp();
    if (said == null) {
      return record.intake();
    }
    if (said.isBefore(Instant.EPOCH)) {
      return Instant.EPOCH;
    }
    if (said.isAfter(record.intake())) {
      counters.add(new CounterKey("", CounterKey.CLAMPED), 1);
      return record.intake();
    }
    return said;
  }

  private static HistoryRow row(
      InputRecord record, EventEnvelope envelope, Instant occurredAt, Registry registry) {
    Map<String, Object> scalars =
        registry.references(envelope.event()) ? scalars(record, envelope) : Map.of();
    return new HistoryRow(
        envelope.userId(), occurredAt, envelope.event(), record.offset(), envelope.uuid(), scalars);
  }

  private static Map<String, Object> scalars(InputRecord record, EventEnvelope envelope) {
    Map<String, Object> properties;
    try {
      properties = envelope.properties();
    } catch (RuntimeException e) {
      // A decision that needed them has made a dead letter of it; the event is stored anyway.
      log.debug("cannot read scalars of offset {}", record.offset(), e);
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
    forwarder.result(
        asker, Result.applied(task.partition(), EventReceipt.of(stored, id, decision)));
  }
}
