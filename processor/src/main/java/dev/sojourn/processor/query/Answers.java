package dev.sojourn.processor.query;

import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.journeys.decide.Explanation;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.journeys.registry.RegisteredJourney;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.query.Answer.DecisionView;
import dev.sojourn.processor.query.Answer.EventRow;
import dev.sojourn.processor.query.Answer.GuardView;
import dev.sojourn.processor.query.Answer.JourneyCounts;
import dev.sojourn.processor.query.Answer.LogView;
import dev.sojourn.processor.query.Answer.OutboxMessage;
import dev.sojourn.processor.query.Answer.StateView;
import dev.sojourn.processor.query.JourneyIndex.Order;
import dev.sojourn.processor.row.CounterKey;
import dev.sojourn.processor.row.HeadRow;
import dev.sojourn.processor.row.HistoryRow;
import dev.sojourn.processor.row.InstanceRow;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.RefusalRow;
import dev.sojourn.processor.store.HistoryStore;
import dev.sojourn.processor.store.JobStore.Progress;
import dev.sojourn.processor.store.RegistryStore;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.json.PlainJson;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.topic.Partitions;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
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

  private static final Comparator<EventRow> OLDEST_EVENT =
      Comparator.comparing(EventRow::occurredAt).thenComparing(EventRow::id);

  private final int partition;
  private final ReadOnlyKeyValueStore<Bytes, byte[]> state;
  private final ReadOnlyKeyValueStore<Bytes, byte[]> counters;
  private final ReadOnlyWindowStore<Bytes, byte[]> history;
  private final JourneyIndex index;

  Answers(
      int partition,
      ReadOnlyKeyValueStore<Bytes, byte[]> state,
      ReadOnlyKeyValueStore<Bytes, byte[]> counters,
      ReadOnlyWindowStore<Bytes, byte[]> history) {
    this.partition = partition;
    this.state = state;
    this.counters = counters;
    this.history = history;
    this.index = new JourneyIndex(state);
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
    if (query instanceof Query.Totals) {
      return new Answer.Totals(totals());
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
    if (query instanceof Query.StoredEvents events) {
      return storedEvents(events.ids());
    }
    if (query instanceof Query.Outbox outbox) {
      return outbox(outbox);
    }
    if (query instanceof Query.Explain explain) {
      return explain(explain);
    }
    if (query instanceof Query.LiveMatching matching) {
      return new Answer.Matching(partition, matching(matching));
    }
    if (query instanceof Query.Job job) {
      byte[] row = state.get(Keys.job(job.jobId()));
      return new Answer.JobProgress(row == null ? null : Json.read(row, Progress.class));
    }
    if (query instanceof Query.HeldSends) {
      return new Answer.HeldSends(heldSends());
    }
    if (query instanceof Query.OldestEvents events) {
      return oldest(events);
    }
    if (query instanceof Query.AuditLogs logs) {
      return AuditAnswers.to(logs, state);
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
    List<StateView> found =
        index.read(query.journeyId(), wanted, Order.BY_ID, query.after(), query.limit()).stream()
            .map(Answers::view)
            .toList();
    return new Answer.States(found, total(query.journeyId(), wanted));
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
            .sorted(Comparator.comparing(StateView::position))
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

  private Map<String, Map<String, Long>> totals() {
    Map<String, Map<String, Long>> byJourney = new HashMap<>();
    try (KeyValueIterator<Bytes, byte[]> rows = counters.all()) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        CounterKey key = CounterKey.read(row.key);
        byJourney
            .computeIfAbsent(key.journeyId(), id -> new HashMap<>())
            .put(key.name(), ByteBuffer.wrap(row.value).getLong());
      }
    }
    return byJourney;
  }

  private Map<String, JourneyCounts> counts() {
    Map<String, Map<String, Long>> byJourney = totals();
    byJourney.remove("");
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
    return new Answer.Decisions(page(found, DecisionView::position, null, query.limit()), total);
  }

  private long entered(Query.Decisions query, List<DecisionView> into) {
    String userId = query.userId();
    if (userId == null) {
      index
          .read(query.journeyId(), Optional.empty(), Order.BY_EVENT, query.after(), query.limit())
          .forEach(instance -> into.add(decision(instance)));
      return total(query.journeyId(), Optional.empty());
    }
    List<DecisionView> mine =
        instancesOf(userId)
            .filter(instance -> instance.journeyId().equals(query.journeyId()))
            .map(Answers::decision)
            .toList();
    into.addAll(page(mine, DecisionView::position, query.after(), query.limit()));
    return mine.size();
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
          total += mine.size();
          mine.stream().filter(one -> follows(one.position(), query.after())).forEach(into::add);
          keepNewest(into, query.limit());
        }
      }
    }
    return total;
  }

  /** Now and then, so that a long look through refusals does not hold them all. */
  private static void keepNewest(List<DecisionView> found, int limit) {
    if (found.size() > 2 * limit + 1_000) {
      found.sort(Comparator.comparing(DecisionView::position));
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
          rows.filter(row -> matches(query.event(), query.from(), query.to(), row.value))
              .map(row -> view(row.key, row.value))
              .toList();
      return new Answer.Events(
          page(found, EventRow::position, query.after(), query.limit()), found.size());
    }
  }

  private Answer.Events storedEvents(List<UUID> ids) {
    List<EventRow> found =
        ids.stream()
            .flatMap(id -> HistoryStore.event(history, id).map(row -> view(id, row)).stream())
            .toList();
    return new Answer.Events(found, found.size());
  }

  private static boolean matches(
      @Nullable String event, @Nullable Instant from, @Nullable Instant to, HistoryRow row) {
    return (event == null || event.equals(row.name()))
        && (from == null || !row.occurredAt().isBefore(from))
        && (to == null || !row.occurredAt().isAfter(to));
  }

  private EventRow view(UUID id, HistoryRow row) {
    return new EventRow(
        id.toString(), row.userId(), row.name(), row.occurredAt(), partition, row.offset());
  }

  /** Exactly what this partition would decide, by what it has read of the registry. */
  private Answer.Explained explain(Query.Explain query) {
    Registry registry = RegistryStore.load(state);
    StoredPerson person = new StoredPerson(state, history, query.userId());
    PersonEvent event =
        new PersonEvent(
            EventIds.derive(person.userHash(), query.userId(), "explain"),
            query.event(),
            query.at(),
            query.at(),
            query.properties(),
            ContactPatch.NONE,
            null,
            0,
            false);
    RegisteredJourney journey = registry.journey(query.journeyId()).orElseThrow();
    Explanation explanation = new Decider().explain(person, event, journey, registry);
    return new Answer.Explained(
        explanation.reason().orElse(null),
        explanation.guards().stream()
            .map(guard -> new GuardView(guard.guard(), guard.passed(), guard.saw()))
            .toList(),
        explanation.instance().map(Answers::view).orElse(null),
        explanation.instance().stream()
            .flatMap(instance -> instance.log().stream().map(line -> view(instance.id(), line)))
            .toList());
  }

  private int matching(Query.LiveMatching query) {
    int count = 0;
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.indexOf(query.journeyId(), Status.ACTIVE), new BytesSerializer())) {
      while (rows.hasNext() && count < query.most()) {
        InstanceId id = Keys.indexed(rows.next().key);
        boolean early = Instant.ofEpochMilli(id.createdMs()).isBefore(query.enteredBefore());
        count += early && matches(query, id) ? 1 : 0;
      }
    }
    return count;
  }

  private boolean matches(Query.LiveMatching query, InstanceId id) {
    if (query.status() == null && query.version() == null) {
      return true;
    }
    return instance(id)
        .filter(instance -> query.status() == null || query.status() == instance.status())
        .filter(instance -> query.version() == null || query.version() == instance.version())
        .isPresent();
  }

  private Map<String, Long> heldSends() {
    Map<String, Long> held = new HashMap<>();
    try (KeyValueIterator<Bytes, byte[]> rows = counters.all()) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        CounterKey key = CounterKey.read(row.key);
        long count = ByteBuffer.wrap(row.value).getLong();
        if (key.name().equals(CounterKey.HELD) && count > 0) {
          held.put(key.journeyId(), count);
        }
      }
    }
    return held;
  }

  private Answer.Events oldest(Query.OldestEvents query) {
    TreeSet<EventRow> oldest = new TreeSet<>(OLDEST_EVENT);
    Set<UUID> kept = new HashSet<>();
    try (Stream<KeyValue<UUID, HistoryRow>> rows =
        query.userId() == null
            ? HistoryStore.ofAll(history)
            : HistoryStore.ofPerson(history, Partitions.hash(query.userId()), query.userId())) {
      for (KeyValue<UUID, HistoryRow> row : (Iterable<KeyValue<UUID, HistoryRow>>) rows::iterator) {
        // Of what is there twice one is enough.
        if (matches(query.event(), query.from(), query.to(), row.value) && kept.add(row.key)) {
          oldest.add(view(row.key, row.value));
          if (oldest.size() > query.limit()) {
            kept.remove(UUID.fromString(oldest.pollLast().id()));
          }
        }
      }
    }
    return new Answer.Events(List.copyOf(oldest), oldest.size());
  }

  private Answer.Outbox outbox(Query.Outbox query) {
    List<OutboxMessage> found =
        scan(Keys.outbox()).stream()
            .map(row -> Json.read(row.value, OutboxMessage.class))
            .filter(message -> query.userId() == null || message.userId().equals(query.userId()))
            .toList();
    return new Answer.Outbox(
        page(found, OutboxMessage::position, query.after(), query.limit()), found.size());
  }

  /** The first rows after a position, in the order of every list. */
  private static <T> List<T> page(
      List<T> all, Function<T, Position> position, @Nullable Position after, int limit) {
    return all.stream()
        .filter(row -> follows(position.apply(row), after))
        .sorted(Comparator.comparing(position))
        .limit(limit)
        .toList();
  }

  private static boolean follows(Position position, @Nullable Position after) {
    return after == null || position.isAfter(after);
  }

  private List<KeyValue<Bytes, byte[]>> scan(Bytes prefix) {
    List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> found = state.prefixScan(prefix, new BytesSerializer())) {
      found.forEachRemaining(rows::add);
    }
    return rows;
  }
}
