package dev.sojourn.processor.instance;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.counter.CounterQueries;
import dev.sojourn.processor.instance.JourneyIndex.Order;
import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryHandler;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.LogView;
import dev.sojourn.processor.query.QueryResult.StateView;
import dev.sojourn.processor.row.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;

/** Queries for the instances of a partition. */
public final class InstanceQueries {

  private final StateRows rows;
  private final CounterQueries counters;
  private final JourneyIndex index;

  private InstanceQueries(PartitionView partition) {
    this.rows = new StateRows(partition.state());
    this.counters = new CounterQueries(partition);
    this.index = new JourneyIndex(partition.state());
  }

  public static List<QueryHandler<?, ?>> handlers() {
    return List.of(
        QueryHandler.of(
            Query.States.class, (query, view) -> new InstanceQueries(view).states(query)),
        QueryHandler.of(
            Query.StatesOfPerson.class,
            (query, view) -> new InstanceQueries(view).statesOfPerson(query)),
        QueryHandler.of(
            Query.State.class, (query, view) -> new InstanceQueries(view).state(query.id())),
        QueryHandler.of(
            Query.LiveMatching.class,
            (query, view) ->
                new QueryResult.Matching(
                    view.partition(), new InstanceQueries(view).matching(query))));
  }

  private QueryResult.States states(Query.States query) {
    Optional<Status> wanted = Optional.ofNullable(query.status()).flatMap(Status::parse);
    List<StateView> found =
        index.read(query.journeyId(), wanted, Order.BY_ID, query.after(), query.limit()).stream()
            .map(InstanceQueries::view)
            .toList();
    return new QueryResult.States(found, counters.total(query.journeyId(), wanted));
  }

  private QueryResult.States statesOfPerson(Query.StatesOfPerson query) {
    Optional<Status> wanted = Optional.ofNullable(query.status()).flatMap(Status::parse);
    List<StateView> found =
        rows.instancesOf(query.userId())
            .filter(instance -> instance.journeyId().equals(query.journeyId()))
            .filter(instance -> wanted.map(instance.status()::equals).orElse(true))
            .map(InstanceQueries::view)
            .sorted(Comparator.comparing(StateView::position))
            .toList();
    return new QueryResult.States(found, found.size());
  }

  private QueryResult.State state(InstanceId id) {
    Optional<Instance> instance = rows.instance(id);
    if (instance.isEmpty()) {
      return new QueryResult.State(null, List.of());
    }
    List<LogEntry> log = new ArrayList<>();
    rows.scan(Keys.logPieces(id))
        .forEach(row -> log.addAll(InstanceRow.unpackLog(row.value, instance.get().createdAt())));
    log.addAll(instance.get().log());
    return new QueryResult.State(
        view(instance.get()), log.stream().map(entry -> view(id, entry)).toList());
  }

  private int matching(Query.LiveMatching query) {
    int count = 0;
    try (KeyValueIterator<Bytes, byte[]> live =
        rows.state()
            .prefixScan(Keys.indexOf(query.journeyId(), Status.ACTIVE), new BytesSerializer())) {
      while (live.hasNext() && count < query.most()) {
        InstanceId id = Keys.indexed(live.next().key);
        count += isEarly(query, id) && matches(query, id) ? 1 : 0;
      }
    }
    return count;
  }

  private static boolean isEarly(Query.LiveMatching query, InstanceId id) {
    return query.enteredBefore() == null
        || Instant.ofEpochMilli(id.createdMs()).isBefore(query.enteredBefore());
  }

  private boolean matches(Query.LiveMatching query, InstanceId id) {
    if (query.status() == null && query.version() == null) {
      return true;
    }
    return rows.instance(id)
        .filter(instance -> query.status() == null || query.status() == instance.status())
        .filter(instance -> query.version() == null || query.version() == instance.version())
        .isPresent();
  }

  public static StateView view(Instance instance) {
    return new StateView(
        instance.id().toString(),
        instance.userId(),
        instance.email().isEmpty() ? null : instance.email(),
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

  public static LogView view(InstanceId id, LogEntry entry) {
    return new LogView(
        id + "-" + entry.number(),
        entry.from(),
        entry.to(),
        entry.action().word(),
        entry.detail(),
        entry.at());
  }
}
