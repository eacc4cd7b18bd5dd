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
 * Reads the index of a journey while instances move about in it. Each place of the index is read as
 * it is at one moment, but not all at the same, so their order and the order of writes (see {@code
 * InstanceStore}) together see to it that nobody slips through:
 *
 * <ul>
 *   <li>An instance that ends is written where it belongs before its live row goes. Who is not
 *       among the live, which are read first, is among the ended already.
 *   <li>A failed one that is tried again keeps its failed row, and loses it only after it stands
 *       among the completed or exited. Who is neither live nor failed when those two are read is in
 *       one of the other two, which are read last and which nobody ever leaves.
 * </ul>
 *
 * <p>So everybody who was there when the reading began is found at least once, and shown once: what
 * an instance is, its own row says, and not the place where it was found.
 */
public final class JourneyIndex {

  /** One status for each place, in the order in which the places must be read. */
  private static final List<Status> PLACES =
      List.of(Status.ACTIVE, Status.FAILED, Status.COMPLETED, Status.EXITED);

  private final ReadOnlyKeyValueStore<Bytes, byte[]> state;

  public JourneyIndex(ReadOnlyKeyValueStore<Bytes, byte[]> state) {
    this.state = state;
  }

  /**
   * How a list orders instances of one millisecond. In the index the person's hash is the next, as
   * it is in both kinds of ids.
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
   * Instances of a journey in the order of the list.
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
      // Within one person and millisecond lists have an order of their own.
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
