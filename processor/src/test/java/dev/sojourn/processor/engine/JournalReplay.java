package dev.sojourn.processor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Knowledge;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.person.EventHistory.StoredEvent;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.simulate.InMemoryPerson;
import dev.sojourn.topics.action.SendOutcome;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.CommandCodec;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.journal.JournalRecord;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.registry.RegistryRecord;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Partitions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.streams.test.TestRecord;

/**
 * Decides a recorded journal again, over people on the heap: each record must come out byte for
 * byte as it was written, and no event that left none may change anything.
 */
final class JournalReplay {

  private static final int PARTITION = 0;

  private final Decider decider = new Decider();
  private final Map<String, InMemoryPerson> people = new HashMap<>();
  private final Set<UUID> stored = new HashSet<>();
  private final List<TestRecord<byte[], byte[]>> events;
  private final List<TestRecord<byte[], byte[]>> control;
  private final List<TestRecord<byte[], byte[]>> outcomes;
  private Knowledge knowledge = Knowledge.NONE;
  private long read = -1;
  private int decided;

  JournalReplay(
      List<TestRecord<byte[], byte[]>> events,
      List<TestRecord<byte[], byte[]>> control,
      List<TestRecord<byte[], byte[]>> outcomes) {
    this.events = events;
    this.control = control;
    this.outcomes = outcomes;
  }

  /** How many decisions have come out alike. */
  int decided() {
    return decided;
  }

  void take(JsonNode record) throws IOException, InvalidRecordException {
    if (record.get("source").asText().equals("registry")) {
      apply(record);
    } else {
      decide(record);
    }
  }

  /** Events after the last record of the journal left none either. */
  void takeTheRest() throws InvalidRecordException {
    readUpTo(events.size() - 1L);
  }

  private void apply(JsonNode record) throws IOException {
    byte[] value =
        record.has("entry") ? Json.mapper().writeValueAsBytes(record.get("entry")) : null;
    RegistryRecord entry =
        RegistryRecord.read(Headers.bytes(record.get("entryId").asText()), value);
    Registry registry = entry.into(knowledge.registry());
    knowledge = new Knowledge(registry, record.get("registry").asLong());
  }

  private void decide(JsonNode record) throws IOException, InvalidRecordException {
    boolean ofEvent = record.get("source").asText().equals("events");
    if (ofEvent) {
      readUpTo(record.get("offset").asLong() - 1);
    } else if (record.has("events")) {
      readUpTo(record.get("events").asLong());
    }
    InMemoryPerson person = person(record.get("userId").asText());
    Instant now = Instant.parse(record.get("clock").asText());
    Stimulus stimulus = stimulus(record, now);
    Decision decision = decider.decide(person, stimulus, knowledge, now);
    JournalRecord again =
        new JournalRecord(
            person.userId(),
            record.get("source").asText(),
            record.has("partition") ? record.get("partition").asInt() : null,
            record.has("offset") ? record.get("offset").asLong() : null,
            knowledge.revision(),
            record.has("events") ? record.get("events").asLong() : null,
            now,
            stimulus,
            decision);
    assertThat(new String(again.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(Json.mapper().writeValueAsString(record));
    person.apply(decision);
    decided++;
    if (ofEvent && stimulus instanceof Stimulus.EventReceived received) {
      store(person, received.event());
      read = record.get("offset").asLong();
    }
  }

  private void readUpTo(long offset) throws InvalidRecordException {
    for (long next = read + 1; next <= offset; next++) {
      PersonEvent event = event(next);
      InMemoryPerson person = person(userOf(next));
      if (!stored.contains(event.id())) {
        boolean concerns =
            !event.contact().isEmpty()
                || Decider.concerns(person.summary(), event.name(), knowledge.registry());
        if (concerns) {
          Stimulus stimulus = new Stimulus.EventReceived(event);
          assertThat(decider.decide(person, stimulus, knowledge, event.receivedAt()).isNothing())
              .as("event %d, of which the journal has nothing", next)
              .isTrue();
        }
        store(person, event);
      }
    }
    read = Math.max(read, offset);
  }

  private void store(InMemoryPerson person, PersonEvent event) {
    stored.add(event.id());
    person.put(new StoredEvent(event.id(), event.name(), event.occurredAt(), event.properties()));
  }

  private InMemoryPerson person(String userId) {
    return people.computeIfAbsent(userId, id -> new InMemoryPerson(id, Partitions.hash(id)));
  }

  private String userOf(long offset) throws InvalidRecordException {
    return EventEnvelope.decode(events.get((int) offset).value()).userId();
  }

  private PersonEvent event(long offset) throws InvalidRecordException {
    TestRecord<byte[], byte[]> record = events.get((int) offset);
    EventEnvelope envelope = EventEnvelope.decode(record.value());
    Instant now = Instant.ofEpochMilli(record.timestamp());
    String uuid = envelope.uuid() == null ? PARTITION + "-" + offset : envelope.uuid();
    Instant said = envelope.timestamp();
    return new PersonEvent(
        EventIds.derive(Partitions.hash(envelope.userId()), envelope.userId(), uuid),
        envelope.event(),
        said == null || said.isAfter(now) ? now : said,
        now,
        envelope.properties(),
        envelope.contactPatch(),
        envelope.email(),
        0,
        envelope.historical());
  }

  private Stimulus stimulus(JsonNode record, Instant now) throws InvalidRecordException {
    JsonNode said = record.get("stimulus");
    if (said.has("timer")) {
      return new Stimulus.TimerDue(
          id(said.get("stateId")), Instant.parse(said.get("timer").asText()));
    }
    if (said.has("overdue")) {
      return new Stimulus.OutcomeOverdue(
          id(said.get("overdue")), Instant.parse(said.get("listeningSince").asText()));
    }
    if (said.has("released")) {
      return new Stimulus.HoldReleased(id(said.get("released")));
    }
    if (said.has("sendId")) {
      SendOutcome outcome = SendOutcome.read(outcomes.get(record.get("offset").asInt()).value());
      return new Stimulus.OutcomeReceived(outcome.sendId(), outcome.signal());
    }
    if (!said.has("command")) {
      return new Stimulus.EventReceived(event(record.get("offset").asLong()));
    }
    String by = said.path("by").asText();
    return switch (said.get("command").asText()) {
      case "cancel" -> new Stimulus.CancelRequested(id(said.get("stateId")), by);
      case "retry" -> new Stimulus.RetryRequested(id(said.get("stateId")), by);
      default -> requested(CommandCodec.decode(command(record)), now);
    };
  }

  private byte[] command(JsonNode record) {
    return control.get(record.get("offset").asInt()).value();
  }

  private static Stimulus requested(Command command, Instant now) throws InvalidRecordException {
    if (command instanceof Command.ChangeContact change) {
      return new Stimulus.ContactChanged(new ContactPatch(change.set(), Map.of(), change.unset()));
    }
    if (command instanceof Command.ChangePreferences change) {
      return new Stimulus.PreferencesChanged(change.patch());
    }
    Command.ReplayEvent replay = (Command.ReplayEvent) command;
    EventEnvelope envelope = EventEnvelope.decode(replay.event().getBytes(StandardCharsets.UTF_8));
    PersonEvent event =
        new PersonEvent(
            replay.eventId(),
            envelope.event(),
            replay.occurredAt(),
            now,
            envelope.properties(),
            ContactPatch.NONE,
            envelope.email(),
            0,
            false);
    return new Stimulus.EventReplayed(event, replay.replay());
  }

  private static InstanceId id(JsonNode text) {
    return InstanceId.parse(text.asText()).orElseThrow();
  }
}
