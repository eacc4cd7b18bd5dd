package dev.sojourn.processor.query;

import dev.sojourn.processor.query.Answer.OutboxMessage;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.store.JobStore.Progress;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.registry.RegistryEntry;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;

/** Answers questions from the stores of one partition. */
final class Answers {

  private final StateRows rows;
  private final CounterAnswers counters;
  private final InstanceAnswers instances;
  private final DecisionAnswers decisions;
  private final EventAnswers events;
  private final PersonAnswers persons;
  private final DeadLetterAnswers deadLetters;
  private final ExplanationAnswers explanations;
  private final int partition;

  Answers(
      int partition,
      ReadOnlyKeyValueStore<Bytes, byte[]> state,
      ReadOnlyKeyValueStore<Bytes, byte[]> counters,
      ReadOnlyWindowStore<Bytes, byte[]> history) {
    this.partition = partition;
    this.rows = new StateRows(state);
    this.counters = new CounterAnswers(counters);
    this.instances = new InstanceAnswers(state, this.counters);
    this.decisions = new DecisionAnswers(state, this.counters);
    this.events = new EventAnswers(partition, history);
    this.persons = new PersonAnswers(partition, state, history);
    this.deadLetters = new DeadLetterAnswers(partition, state);
    this.explanations = new ExplanationAnswers(partition, state, history);
  }

  /**
   * Answers.
   *
   * @throws PartitionUnavailableException when this partition cannot tell yet
   */
  Object to(Query<?> query) throws PartitionUnavailableException {
    if (query instanceof Query.States states) {
      return instances.states(states);
    }
    if (query instanceof Query.StatesOfPerson states) {
      return instances.statesOfPerson(states);
    }
    if (query instanceof Query.State one) {
      return instances.state(one.id());
    }
    if (query instanceof Query.LiveMatching matching) {
      return new Answer.Matching(partition, instances.matching(matching));
    }
    if (query instanceof Query.Counts) {
      return new Answer.Counts(counters.counts());
    }
    if (query instanceof Query.Totals) {
      return new Answer.Totals(counters.totals());
    }
    if (query instanceof Query.Decisions asked) {
      return decisions.decisions(asked);
    }
    if (query instanceof Query.Explain asked) {
      return explanations.explain(asked);
    }
    if (query instanceof Query.PreferencesOf person) {
      return persons.preferences(person.userId());
    }
    if (query instanceof Query.ContactOf person) {
      return persons.contact(person.userId());
    }
    if (query instanceof Query.TimelineOf timeline) {
      return persons.timeline(timeline);
    }
    if (query instanceof Query.EventsOfPerson asked) {
      return events.ofPerson(asked);
    }
    if (query instanceof Query.StoredEvents asked) {
      return events.stored(asked.ids());
    }
    if (query instanceof Query.OldestEvents asked) {
      return events.oldest(asked);
    }
    if (query instanceof Query.DeadLetters asked) {
      return deadLetters.list(asked);
    }
    if (query instanceof Query.DeadLetter asked) {
      return deadLetters.one(asked.offset());
    }
    if (query instanceof Query.AuditLogs asked) {
      return AuditAnswers.to(asked, rows.state());
    }
    if (query instanceof Query.Job asked) {
      return job(asked);
    }
    if (query instanceof Query.Outbox asked) {
      return outbox(asked);
    }
    return new Answer.RegistryContent(
        rows.scan(Keys.registry()).stream().map(row -> RegistryEntry.read(row.value)).toList());
  }

  private Answer.JobProgress job(Query.Job query) {
    byte[] row = rows.get(Keys.job(query.jobId()));
    return new Answer.JobProgress(row == null ? null : Json.read(row, Progress.class));
  }

  private Answer.Outbox outbox(Query.Outbox query) {
    List<OutboxMessage> found =
        rows.scan(Keys.outbox()).stream()
            .map(row -> Json.read(row.value, OutboxMessage.class))
            .filter(message -> query.userId() == null || message.userId().equals(query.userId()))
            .toList();
    return new Answer.Outbox(
        Position.page(found, OutboxMessage::position, query.after(), query.limit()), found.size());
  }
}
