package dev.sojourn.processor.engine;

import dev.sojourn.processor.audit.AuditQueries;
import dev.sojourn.processor.counter.CounterQueries;
import dev.sojourn.processor.deadletter.DeadLetterQueries;
import dev.sojourn.processor.history.EventQueries;
import dev.sojourn.processor.instance.InstanceQueries;
import dev.sojourn.processor.instance.StateRows;
import dev.sojourn.processor.person.ExplainQueries;
import dev.sojourn.processor.person.PersonQueries;
import dev.sojourn.processor.query.PartitionUnavailableException;
import dev.sojourn.processor.query.Position;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.OutboxMessage;
import dev.sojourn.processor.refusal.EntryDecisionQueries;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.topics.job.JobProgress;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.registry.RegistryEntry;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;

/** Query dispatcher: answers queries from the stores of one partition. */
final class QueryDispatcher {

  private final StateRows rows;
  private final CounterQueries counters;
  private final InstanceQueries instances;
  private final EntryDecisionQueries decisions;
  private final EventQueries events;
  private final PersonQueries persons;
  private final DeadLetterQueries deadLetters;
  private final ExplainQueries explanations;
  private final int partition;

  QueryDispatcher(
      int partition,
      ReadOnlyKeyValueStore<Bytes, byte[]> state,
      ReadOnlyKeyValueStore<Bytes, byte[]> counters,
      ReadOnlyWindowStore<Bytes, byte[]> history) {
    this.partition = partition;
    this.rows = new StateRows(state);
    this.counters = new CounterQueries(counters);
    this.instances = new InstanceQueries(state, this.counters);
    this.decisions = new EntryDecisionQueries(state, this.counters);
    this.events = new EventQueries(partition, history);
    this.persons = new PersonQueries(partition, state, history);
    this.deadLetters = new DeadLetterQueries(partition, state);
    this.explanations = new ExplainQueries(partition, state, history);
  }

  /**
   * Answers a query.
   *
   * @throws PartitionUnavailableException when this partition cannot answer yet
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
      return new QueryResult.Matching(partition, instances.matching(matching));
    }
    if (query instanceof Query.Counts) {
      return new QueryResult.Counts(counters.counts());
    }
    if (query instanceof Query.Totals) {
      return new QueryResult.Totals(counters.totals());
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
      return AuditQueries.to(asked, rows.state());
    }
    if (query instanceof Query.Job asked) {
      return job(asked);
    }
    if (query instanceof Query.Outbox asked) {
      return outbox(asked);
    }
    return new QueryResult.RegistryContent(
        rows.scan(Keys.registry()).stream().map(row -> RegistryEntry.read(row.value)).toList());
  }

  private QueryResult.Job job(Query.Job query) {
    byte[] row = rows.get(Keys.job(query.jobId()));
    return new QueryResult.Job(row == null ? null : Json.read(row, JobProgress.class));
  }

  private QueryResult.Outbox outbox(Query.Outbox query) {
    List<OutboxMessage> found =
        rows.scan(Keys.outbox()).stream()
            .map(row -> Json.read(row.value, OutboxMessage.class))
            .filter(message -> query.userId() == null || message.userId().equals(query.userId()))
            .toList();
    return new QueryResult.Outbox(
        Position.page(found, OutboxMessage::position, query.after(), query.limit()), found.size());
  }
}
