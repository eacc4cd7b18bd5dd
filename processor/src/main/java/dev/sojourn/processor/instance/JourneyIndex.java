package dev.sojourn.processor.instance;

import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.query.Position;
import dev.sojourn.processor.row.Keys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journey's index while instances move within it. Each status class of the index is read as
 * a snapshot, but one class after the other, so the order of reads and the order of writes (see
 * {@code InstanceStore}) together ensure that no instance is missed:
 *
 * <ul>
 *   <li>An instance that ends is added to its terminal class before its live row is deleted. So an
 *       instance that is not found live, which is read first, is in a terminal class already.
 *   <li>A failed instance that is retried keeps its failed row until it has been added to the
 *       completed or exited class. So an instance that is found neither live nor failed is in one
 *       of these two classes, which are read last and which no instance ever leaves.
 * </ul>
 *
 * <p>So every instance that existed when the read began is found at least once. It is shown once,
 * with the status in its own row, whatever the class in which it was found.
 */
public final class JourneyIndex {

  /** One status for each class, in the order in which the classes must be read. */
  private static final List<Status> PLACES =
      List.of(Status.ACTIVE, Status.FAILED, Status.COMPLETED, Status.EXITED);

  private final ReadOnlyKeyValueStore<Bytes, byte[]> state;

  public JourneyIndex(ReadOnlyKeyValueStore<Bytes, byte[]> state) {
    this.state = state;
  }

  /**
   * How a list orders instances of the same millisecond. The index orders them by the person's hash
   * next, as both kinds of ids do.
   *
   * @param hash of the person, given the id in a position
   */
  public record Order(Function<Instance, Position> position, ToIntFunction<String> hash) {

    public static final Order BY_ID =
        new Order(
            instance -> new Position(instance.createdAt(), instance.id().toString()),
            id -> InstanceId.parse(id).map(InstanceId::userHash).orElse(0));

    public static final Order BY_EVENT =
        new Order(
            instance -> new Position(instance.createdAt(), instance.eventId().toString()),
            id -> EventIds.parse(id).map(EventIds::userHash).orElse(0));
  }

  /**
   * Instances of a journey in list order.
   *
   * @param wanted empty for all
   * @param after where the last page ended, null to begin with the newest
   */
  public List<Instance> read(
      String journeyId, Optional<Status> wanted, Order order, @Nullable Position after, int limit) {
    Map<InstanceId, Instance> found = new LinkedHashMap<>();
    for (Status place : wanted.map(List::of).orElse(PLACES)) {
      Bytes end = Keys.beyond(Keys.indexOf(journeyId, place));
      try (KeyValueIterator<Bytes, byte[]> rows =
          state.range(start(journeyId, place, order, after), end)) {
        read(rows, wanted, order, after, limit, found);
      }
    }
    List<Instance> sorted = new ArrayList<>(found.values());
    sorted.sort(Comparator.comparing(order.position));
    return sorted.subList(0, Math.min(limit, sorted.size()));
  }

  private static Bytes start(
      String journeyId, Status place, Order order, @Nullable Position after) {
    return after == null
        ? Keys.indexOf(journeyId, place)
        : Keys.indexFrom(
            journeyId, place, after.at().toEpochMilli(), order.hash.applyAsInt(after.id()));
  }

  private void read(
      KeyValueIterator<Bytes, byte[]> rows,
      Optional<Status> wanted,
      Order order,
      @Nullable Position after,
      int limit,
      Map<InstanceId, Instance> into) {
    int full = into.size() + limit;
    InstanceId last = null;
    while (rows.hasNext()) {
      InstanceId id = Keys.indexed(rows.next().key);
      // Lists order the rows of one person and millisecond differently than the index.
      if (into.size() >= full && (last == null || !tied(last, id))) {
        return;
      }
      last = id;
      if (!into.containsKey(id)) {
        instance(id)
            .filter(one -> wanted.map(one.status()::equals).orElse(true))
            .filter(one -> after == null || order.position.apply(one).isAfter(after))
            .ifPresent(one -> into.put(id, one));
      }
    }
  }

  private static boolean tied(InstanceId left, InstanceId right) {
    return left.createdMs() == right.createdMs() && left.userHash() == right.userHash();
  }

  private Optional<Instance> instance(InstanceId id) {
    byte[] row = state.get(Keys.instance(id));
    return row == null ? Optional.empty() : Optional.of(InstanceRow.unpack(id, row));
  }
}
