package dev.sojourn.processor.query;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.processor.query.Answer.DecisionView;
import dev.sojourn.processor.query.Answer.EventRow;
import dev.sojourn.processor.query.Answer.JourneyCounts;
import dev.sojourn.processor.query.Answer.LogView;
import dev.sojourn.processor.query.Answer.OutboxMessage;
import dev.sojourn.processor.query.Answer.StateView;
import dev.sojourn.processor.row.CounterKey;
import dev.sojourn.processor.row.HeadRow;
import dev.sojourn.processor.row.HistoryRow;
import dev.sojourn.processor.row.InstanceRow;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.RefusalRow;
import dev.sojourn.processor.store.HistoryStore;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.json.PlainJson;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.topic.Partitions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;
import org.jspecify.annotations.Nullable;

/** Answers questions from the stores of one partition. */
final class Answers {

  private static final Comparator<StateView> NEWEST_STATE =
      Comparator.comparing(StateView::createdAt).reversed().thenComparing(StateView::id);

  private static final Comparator<DecisionView> NEWEST_DECISION =
      Comparator.comparing(DecisionView::at).reversed().thenComparing(DecisionView::eventId);

  private static final Comparator<EventRow> NEWEST_EVENT =
      Comparator.comparing(EventRow::occurredAt).reversed().thenComparing(EventRow::id);

  private static final Comparator<OutboxMessage> NEWEST_MESSAGE =
      Comparator.comparing(OutboxMessage::at).reversed().thenComparing(OutboxMessage::id);

  private final int partition;
  private final ReadOnlyKeyValueStore<Bytes, byte[]> state;
  private final ReadOnlyKeyValueStore<Bytes, byte[]> counters;
  private final ReadOnlyWindowStore<Bytes, byte[]> history;

  Answers(
      int partition,
      ReadOnlyKeyValueStore<Bytes, byte[]> state,
      ReadOnlyKeyValueStore<Bytes, byte[]> counters,
      ReadOnlyWindowStore<Bytes, byte[]> history) {
    this.partition = partition;
    this.state = state;
    this.counters = counters;
    this.history = history;
  }

  Object to(Query<?> query) {
    if (query instanceof Query.States states) {
      return states(states);
    }
    if (query instanceof Query.StatesOfPerson states) {
      return statesOfPerson(states);
    }
    if (query instanceof Query.State one) {
      return state(one.id());
    }
    if (query instanceof Query.Counts) {
      return new Answer.Counts(counts());
    }
    if (query instanceof Query.Decisions decisions) {
      return decisions(decisions);
    }
    if (query instanceof Query.PreferencesOf person) {
      return preferences(person.userId());
    }
    if (query instanceof Query.EventsOfPerson events) {
      return events(events);
    }
    if (query instanceof Query.Outbox outbox) {
      return outbox(outbox);
    }
    if (query instanceof Query.ContactOf person) {
      return new PersonAnswers(partition, state, history).contact(person.userId());
    }
    if (query instanceof Query.TimelineOf timeline) {
      return new PersonAnswers(partition, state, history).timeline(timeline);
    }
    if (query instanceof Query.DeadLetters letters) {
      return new DeadLetterAnswers(partition, state).list(letters);
    }
    if (query instanceof Query.DeadLetter letter) {
      return new DeadLetterAnswers(partition, state).one(letter.offset());
    }
    return new Answer.RegistryContent(
        scan(Keys.registry()).stream().map(row -> RegistryEntry.read(row.value)).toList());
  }

  private Answer.States states(Query.States query) {
    Optional<Status> wanted = Optional.ofNullable(query.status()).flatMap(Status::parse);
    List<StateView> newest = new ArrayList<>();
    for (Status first : indexClasses(wanted)) {
      newest.addAll(newestOf(query, first, wanted));
    }
    newest.sort(NEWEST_STATE);
    return new Answer.States(
        List.copyOf(newest.subList(0, Math.min(query.limit(), newest.size()))),
        total(query.journeyId(), wanted));
  }

  /** One status for each place in the index that can hold what is wanted. */
  private static List<Status> indexClasses(Optional<Status> wanted) {
    return wanted
        .map(List::of)
        .orElse(List.of(Status.ACTIVE, Status.COMPLETED, Status.FAILED, Status.EXITED));
  }

  private List<StateView> newestOf(Query.States query, Status first, Optional<Status> wanted) {
    List<StateView> found = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.indexOf(query.journeyId(), first), new BytesSerializer())) {
      while (rows.hasNext() && found.size() < query.limit()) {
        instance(Keys.indexed(rows.next().key))
            .filter(instance -> wanted.map(instance.status()::equals).orElse(true))
            .ifPresent(instance -> found.add(view(instance)));
      }
    }
    return found;
  }

  private long total(String journeyId, Optional<Status> wanted) {
    return wanted.map(List::of).orElse(List.of(Status.values())).stream()
        .mapToLong(status -> counter(new CounterKey(journeyId, status.json())))
        .sum();
  }

  private long counter(CounterKey key) {
    byte[] row = counters.get(key.bytes());
    return row == null ? 0 : ByteBuffer.wrap(row).getLong();
  }

  private Answer.States statesOfPerson(Query.StatesOfPerson query) {
    Optional<Status> wanted = Optional.ofNullable(query.status()).flatMap(Status::parse);
    List<StateView> found =
        instancesOf(query.userId())
            .filter(instance -> instance.journeyId().equals(query.journeyId()))
            .filter(instance -> wanted.map(instance.status()::equals).orElse(true))
            .map(Answers::view)
            .sorted(NEWEST_STATE)
            .toList();
    return new Answer.States(found, found.size());
  }

  private Stream<Instance> instancesOf(String userId) {
    return scan(Keys.instancesOf(Partitions.hash(userId))).stream()
        .map(row -> InstanceRow.unpack(Keys.instanceId(row.key), row.value))
        .filter(instance -> instance.userId().equals(userId));
  }

  private Answer.State state(InstanceId id) {
    Optional<Instance> instance = instance(id);
    if (instance.isEmpty()) {
      return new Answer.State(null, List.of());
    }
    List<LogEntry> log = new ArrayList<>();
    scan(Keys.logPieces(id))
        .forEach(row -> log.addAll(InstanceRow.unpackLog(row.value, instance.get().createdAt())));
    log.addAll(instance.get().log());
    return new Answer.State(
        view(instance.get()), log.stream().map(entry -> view(id, entry)).toList());
  }

  private Optional<Instance> instance(InstanceId id) {
    byte[] row = state.get(Keys.instance(id));
    return row == null ? Optional.empty() : Optional.of(InstanceRow.unpack(id, row));
  }

  private static StateView view(Instance instance) {
    return new StateView(
        instance.id().toString(),
        instance.userId(),
        instance.email(),
        instance.journeyId(),
        instance.node(),
        instance.status().json(),
        instance.eventId().toString(),
        instance.context(),
        instance.error(),
        instance.entry(),
        instance.status() == Status.COMPLETED ? instance.endedAt() : null,
        instance.status() == Status.EXITED ? instance.endedAt() : null,
        instance.createdAt(),
        instance.updatedAt());
  }

  private static LogView view(InstanceId id, LogEntry entry) {
    return new LogView(
        id + "-" + entry.number(),
        entry.from(),
        entry.to(),
        entry.action(),
        entry.detail(),
        entry.at());
  }

  private Map<String, JourneyCounts> counts() {
    Map<String, Map<String, Long>> byJourney = new HashMap<>();
    try (KeyValueIterator<Bytes, byte[]> rows = counters.all()) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        CounterKey key = CounterKey.read(row.key);
        if (!key.journeyId().isEmpty()) {
          byJourney
              .computeIfAbsent(key.journeyId(), id -> new HashMap<>())
              .put(key.name(), ByteBuffer.wrap(row.value).getLong());
        }
      }
    }
    Map<String, JourneyCounts> counts = new HashMap<>();
    byJourney.forEach((journey, numbers) -> counts.put(journey, counts(numbers)));
    return counts;
  }

  private static JourneyCounts counts(Map<String, Long> numbers) {
    return new JourneyCounts(
        numbers.getOrDefault(Status.ACTIVE.json(), 0L),
        numbers.getOrDefault(Status.WAITING.json(), 0L),
        numbers.getOrDefault(Status.COMPLETED.json(), 0L),
        numbers.getOrDefault(Status.FAILED.json(), 0L),
        numbers.getOrDefault(Status.EXITED.json(), 0L),
        numbers.getOrDefault(CounterKey.DURATION, 0L));
  }

  /** Enrolments are read from the instances, refusals from their own rows. */
  private Answer.Decisions decisions(Query.Decisions query) {
    List<DecisionView> found = new ArrayList<>();
    long total = 0;
    if (!"rejected".equals(query.outcome())) {
      total += entered(query, found);
    }
    if (!"entered".equals(query.outcome())) {
      total += rejected(query, found);
    }
    found.sort(NEWEST_DECISION);
    return new Answer.Decisions(
        List.copyOf(found.subList(0, Math.min(query.limit(), found.size()))), total);
  }

  private long entered(Query.Decisions query, List<DecisionView> into) {
    String userId = query.userId();
    if (userId == null) {
      Query.States all = new Query.States(query.journeyId(), null, query.limit());
      for (Status first : indexClasses(Optional.empty())) {
        newestEntered(all, first, into);
      }
      return total(query.journeyId(), Optional.empty());
    }
    List<DecisionView> mine =
        instancesOf(userId)
            .filter(instance -> instance.journeyId().equals(query.journeyId()))
            .map(Answers::decision)
            .toList();
    into.addAll(mine);
    return mine.size();
  }

  private void newestEntered(Query.States query, Status first, List<DecisionView> into) {
    int found = 0;
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.indexOf(query.journeyId(), first), new BytesSerializer())) {
      while (rows.hasNext() && found < query.limit()) {
        Optional<Instance> instance = instance(Keys.indexed(rows.next().key));
        instance.map(Answers::decision).ifPresent(into::add);
        found++;
      }
    }
  }

  private static DecisionView decision(Instance instance) {
    return new DecisionView(
        instance.eventId().toString(),
        instance.eventName(),
        instance.userId(),
        "entered",
        null,
        instance.id().toString(),
        instance.createdAt());
  }

  private long rejected(Query.Decisions query, List<DecisionView> into) {
    String userId = query.userId();
    Bytes range = userId == null ? Keys.refusals() : Keys.refusalsOf(Partitions.hash(userId));
    long total = 0;
    try (KeyValueIterator<Bytes, byte[]> rows = state.prefixScan(range, new BytesSerializer())) {
      while (rows.hasNext()) {
        RefusalRow row = RefusalRow.unpack(rows.next().value);
        if (userId == null || row.userId().equals(userId)) {
          List<DecisionView> mine = decisions(row, query.journeyId());
          into.addAll(mine);
          total += mine.size();
          keepNewest(into, query.limit());
        }
      }
    }
    return total;
  }

  /** Now and then, so that a long look through refusals does not hold them all. */
  private static void keepNewest(List<DecisionView> found, int limit) {
    if (found.size() > 2 * limit + 1_000) {
      found.sort(NEWEST_DECISION);
      found.subList(limit, found.size()).clear();
    }
  }

  private static List<DecisionView> decisions(RefusalRow row, String journeyId) {
    return row.refusals().stream()
        .filter(refusal -> refusal.journeyId().equals(journeyId))
        .map(
            refusal ->
                new DecisionView(
                    row.eventId().toString(),
                    row.event(),
                    row.userId(),
                    "rejected",
                    refusal.reason().json(),
                    null,
                    row.at()))
        .toList();
  }

  private Answer.Preferences preferences(String userId) {
    byte[] row = state.get(Keys.head(Partitions.hash(userId), userId));
    Preferences preferences =
        row == null ? Preferences.DEFAULT : HeadRow.unpack(userId, row).preferences();
    String email = preferences.email() == null ? contactEmail(userId) : preferences.email();
    return new Answer.Preferences(
        userId,
        email,
        preferences.unsubscribedAll(),
        preferences.suppressed(),
        preferences.categories(),
        preferences.bounceCount());
  }

  private @Nullable String contactEmail(String userId) {
    byte[] row = state.get(Keys.contact(Partitions.hash(userId), userId));
    Object email = row == null ? null : PlainJson.object(row).get("email");
    return email instanceof String text ? text : null;
  }

  private Answer.Events events(Query.EventsOfPerson query) {
    try (Stream<KeyValue<UUID, HistoryRow>> rows =
        HistoryStore.ofPerson(history, Partitions.hash(query.userId()), query.userId())) {
      List<EventRow> found =
          rows.filter(row -> matches(query, row.value))
              .map(row -> view(row.key, row.value))
              .sorted(NEWEST_EVENT)
              .toList();
      return new Answer.Events(
          found.subList(0, Math.min(query.limit(), found.size())), found.size());
    }
  }

  private static boolean matches(Query.EventsOfPerson query, HistoryRow row) {
    return (query.event() == null || query.event().equals(row.name()))
        && (query.from() == null || !row.occurredAt().isBefore(query.from()))
        && (query.to() == null || !row.occurredAt().isAfter(query.to()));
  }

  private EventRow view(UUID id, HistoryRow row) {
    return new EventRow(
        id.toString(), row.userId(), row.name(), row.occurredAt(), partition, row.offset());
  }

  private Answer.Outbox outbox(Query.Outbox query) {
    List<OutboxMessage> found =
        scan(Keys.outbox()).stream()
            .map(row -> Json.read(row.value, OutboxMessage.class))
            .filter(message -> query.userId() == null || message.userId().equals(query.userId()))
            .sorted(NEWEST_MESSAGE)
            .toList();
    return new Answer.Outbox(found.subList(0, Math.min(query.limit(), found.size())), found.size());
  }

  private List<KeyValue<Bytes, byte[]>> scan(Bytes prefix) {
    List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> found = state.prefixScan(prefix, new BytesSerializer())) {
      found.forEachRemaining(rows::add);
    }
    return rows;
  }
}
