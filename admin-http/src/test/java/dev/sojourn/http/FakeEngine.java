package dev.sojourn.http;

import dev.sojourn.http.prometheus.Scrape;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.engine.Engine;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.query.LocalQueries;
import dev.sojourn.processor.query.PartitionOwners;
import dev.sojourn.processor.query.PartitionUnavailableException;
import dev.sojourn.processor.query.Position;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.AuditView;
import dev.sojourn.processor.query.QueryResult.DeadLetterView;
import dev.sojourn.processor.query.QueryResult.DecisionView;
import dev.sojourn.processor.query.QueryResult.EventRow;
import dev.sojourn.processor.query.QueryResult.JourneyCounts;
import dev.sojourn.processor.query.QueryResult.LogView;
import dev.sojourn.processor.query.QueryResult.OutboxMessage;
import dev.sojourn.processor.query.QueryResult.StateView;
import dev.sojourn.processor.query.QueryResult.TimelineView;
import dev.sojourn.topics.job.JobProgress;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.topic.Partitions;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An engine of four partitions that answers from lists, as the real one does from its stores. */
public final class FakeEngine implements Engine {

  static final int PARTITIONS = 4;

  public @Nullable Registry registry = Registry.EMPTY;
  public boolean ready = true;

  /** Thrown by every question when it is set. */
  public @Nullable RuntimeException fault;

  /** Runs before each answer, on the thread that asks. */
  public Runnable beforeAnswer = () -> {};

  public final List<RegistryEntry> entries = new ArrayList<>();
  public final List<StateView> states = new ArrayList<>();
  public final Map<String, List<LogView>> logs = new HashMap<>();
  public final Map<Integer, Map<String, JourneyCounts>> counts = new HashMap<>();
  public final Map<Integer, Map<String, Map<String, Long>>> totals = new HashMap<>();
  public final List<DecisionView> decisions = new ArrayList<>();
  public final Map<String, QueryResult.Preferences> preferences = new HashMap<>();
  public final List<EventRow> events = new ArrayList<>();
  public final List<OutboxMessage> outbox = new ArrayList<>();
  public final PrometheusMeterRegistry registryOfMeters = Scrape.newRegistry();
  public final EngineMeters meters = new EngineMeters(registryOfMeters);
  public final Map<Integer, List<AuditView>> audit = new HashMap<>();
  public final Map<String, QueryResult.Contact> contacts = new HashMap<>();

  /** Of everybody, in the order in which it is shown. */
  public final List<TimelineView> timeline = new ArrayList<>();

  /** How far each partition is with the one job there is. */
  public final Map<Integer, JobProgress> job = new HashMap<>();

  public final List<DeadLetterView> letters = new ArrayList<>();
  public final List<Integer> asked = new ArrayList<>();

  private final Map<Integer, PartitionOwners.Owner> owners = new HashMap<>();
  private final Set<Integer> moving = new HashSet<>();

  public FakeEngine() {
    takeAll();
  }

  /** This node has all of them. */
  public final void takeAll() {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      owners.put(partition, new PartitionOwners.Owner("127.0.0.1", 1, true));
    }
  }

  /** Another node has it. */
  public void give(int partition, int port) {
    owners.put(partition, new PartitionOwners.Owner("127.0.0.1", port, false));
  }

  /** Nobody has it. */
  public void drop(int partition) {
    owners.remove(partition);
  }

  /** This node is said to have it, and has not. */
  public void move(int partition) {
    moving.add(partition);
  }

  @Override
  public LocalQueries queries() {
    return new LocalQueries() {
      @Override
      public <A> A ask(Query<A> query, int partition) throws PartitionUnavailableException {
        if (fault != null) {
          throw fault;
        }
        beforeAnswer.run();
        PartitionOwners.Owner owner = owners.get(partition);
        if (owner == null || !owner.local() || moving.contains(partition)) {
          throw new PartitionUnavailableException(partition, "it moves");
        }
        asked.add(partition);
        return query.answerType().cast(answer(query, partition));
      }
    };
  }

  @Override
  public PartitionOwners owners() {
    return new PartitionOwners() {
      @Override
      public int partitions() {
        return PARTITIONS;
      }

      @Override
      public Optional<Owner> ownerOf(int partition) {
        return Optional.ofNullable(owners.get(partition));
      }
    };
  }

  @Override
  public Optional<Registry> registry() {
    return Optional.ofNullable(registry);
  }

  @Override
  public boolean ready() {
    return ready;
  }

  @Override
  public Meters meters() {
    return () -> {};
  }

  private Object answer(Query<?> query, int partition) {
    if (query instanceof Query.States asked) {
      List<StateView> found =
          states(partition, asked.status(), state -> state.journeyId().equals(asked.journeyId()));
      return new QueryResult.States(
          first(found, StateView::position, asked.after(), asked.limit()), found.size());
    }
    if (query instanceof Query.StatesOfPerson asked) {
      List<StateView> found =
          states(
              partition,
              asked.status(),
              state ->
                  state.journeyId().equals(asked.journeyId())
                      && state.userId().equals(asked.userId()));
      return new QueryResult.States(found, found.size());
    }
    if (query instanceof Query.State asked) {
      return states(partition, null, state -> state.id().equals(asked.id().toString())).stream()
          .findFirst()
          .map(state -> new QueryResult.State(state, logs.getOrDefault(state.id(), List.of())))
          .orElseGet(() -> new QueryResult.State(null, List.of()));
    }
    if (query instanceof Query.Counts) {
      return new QueryResult.Counts(counts.getOrDefault(partition, Map.of()));
    }
    if (query instanceof Query.Totals) {
      return new QueryResult.Totals(totals.getOrDefault(partition, Map.of()));
    }
    if (query instanceof Query.Decisions asked) {
      List<DecisionView> found =
          newest(
              decisions,
              partition,
              DecisionView::userId,
              DecisionView::position,
              decision ->
                  (asked.userId() == null || decision.userId().equals(asked.userId()))
                      && (asked.outcome() == null || decision.outcome().equals(asked.outcome())));
      return new QueryResult.Decisions(
          first(found, DecisionView::position, asked.after(), asked.limit()), found.size());
    }
    if (query instanceof Query.PreferencesOf asked) {
      return preferences.getOrDefault(
          asked.userId(),
          new QueryResult.Preferences(asked.userId(), null, false, false, Map.of(), 0));
    }
    if (query instanceof Query.EventsOfPerson asked) {
      List<EventRow> found =
          newest(
              events,
              partition,
              EventRow::userId,
              EventRow::position,
              row ->
                  row.userId().equals(asked.userId())
                      && (asked.event() == null || row.event().equals(asked.event()))
                      && (asked.from() == null || !row.occurredAt().isBefore(asked.from()))
                      && (asked.to() == null || !row.occurredAt().isAfter(asked.to())));
      return new QueryResult.Events(
          first(found, EventRow::position, asked.after(), asked.limit()), found.size());
    }
    if (query instanceof Query.StoredEvents asked) {
      List<EventRow> found =
          events.stream()
              .filter(row -> Partitions.of(row.userId(), PARTITIONS) == partition)
              .filter(row -> asked.ids().stream().anyMatch(id -> row.id().equals(id.toString())))
              .toList();
      return new QueryResult.Events(found, found.size());
    }
    if (query instanceof Query.Outbox asked) {
      List<OutboxMessage> found =
          newest(
              outbox,
              partition,
              OutboxMessage::userId,
              OutboxMessage::position,
              message -> asked.userId() == null || message.userId().equals(asked.userId()));
      return new QueryResult.Outbox(
          first(found, OutboxMessage::position, asked.after(), asked.limit()), found.size());
    }
    if (query instanceof Query.AuditLogs asked) {
      List<AuditView> found =
          audit.getOrDefault(partition, List.of()).stream()
              .filter(row -> asked.actor() == null || row.actor().equals(asked.actor()))
              .filter(row -> asked.resource() == null || row.resource().equals(asked.resource()))
              .filter(row -> asked.action() == null || row.action().equals(asked.action()))
              .filter(row -> asked.from() == null || !row.createdAt().isBefore(asked.from()))
              .filter(row -> asked.to() == null || !row.createdAt().isAfter(asked.to()))
              .sorted(Comparator.comparing(AuditView::position))
              .toList();
      return new QueryResult.AuditLogs(
          first(found, AuditView::position, asked.after(), asked.limit()), found.size());
    }
    if (query instanceof Query.ContactOf asked) {
      return contacts.getOrDefault(
          asked.userId(), new QueryResult.Contact(false, false, asked.userId(), null, Map.of()));
    }
    if (query instanceof Query.TimelineOf asked) {
      List<TimelineView> found =
          timeline.stream()
              .filter(view -> asked.type() == null || view.type().equals(asked.type()))
              .sorted(Comparator.comparing(TimelineView::position))
              .toList();
      return new QueryResult.Timeline(
          first(found, TimelineView::position, asked.after(), asked.limit()), found.size());
    }
    if (query instanceof Query.Job asked) {
      JobProgress progress = job.get(partition);
      return new QueryResult.Job(
          progress != null && progress.job().id().equals(asked.jobId()) ? progress : null);
    }
    if (query instanceof Query.DeadLetters asked) {
      List<DeadLetterView> found =
          letters.stream()
              .filter(letter -> letter.partition() == partition)
              .filter(letter -> asked.source() == null || letter.source().equals(asked.source()))
              .filter(letter -> asked.status() == null || letter.status().equals(asked.status()))
              .sorted(Comparator.comparing(DeadLetterView::position))
              .toList();
      return new QueryResult.DeadLetters(
          first(found, DeadLetterView::position, asked.after(), asked.limit()), found.size());
    }
    if (query instanceof Query.DeadLetter asked) {
      return new QueryResult.DeadLetter(
          letters.stream()
              .filter(letter -> letter.id().equals(partition + "-" + asked.offset()))
              .findFirst()
              .orElse(null));
    }
    return new QueryResult.RegistryContent(List.copyOf(entries));
  }

  private List<StateView> states(
      int partition, @Nullable String status, Predicate<StateView> filter) {
    return newest(
        states,
        partition,
        StateView::userId,
        StateView::position,
        state -> filter.test(state) && (status == null || Objects.equals(state.status(), status)));
  }

  private static <T> List<T> newest(
      List<T> all,
      int partition,
      Function<T, String> user,
      Function<T, Position> position,
      Predicate<T> filter) {
    return all.stream()
        .filter(one -> Partitions.of(user.apply(one), PARTITIONS) == partition)
        .filter(filter)
        .sorted(Comparator.comparing(position))
        .toList();
  }

  private static <T> List<T> first(
      List<T> all, Function<T, Position> position, @Nullable Position after, int limit) {
    return all.stream()
        .filter(one -> after == null || position.apply(one).isAfter(after))
        .limit(limit)
        .toList();
  }
}
