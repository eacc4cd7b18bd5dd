package dev.sojourn.processor.refusal;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.processor.counter.CounterQueries;
import dev.sojourn.processor.instance.JourneyIndex;
import dev.sojourn.processor.instance.JourneyIndex.Order;
import dev.sojourn.processor.instance.StateRows;
import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Position;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryHandler;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.DecisionView;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.topics.topic.Partitions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;

/** Queries for entry decisions: who entered a journey and who did not. */
public final class EntryDecisionQueries {

  private final StateRows rows;
  private final CounterQueries counters;
  private final JourneyIndex index;

  private EntryDecisionQueries(PartitionView partition) {
    this.rows = new StateRows(partition.state());
    this.counters = new CounterQueries(partition);
    this.index = new JourneyIndex(partition.state());
  }

  public static List<QueryHandler<?, ?>> handlers() {
    return List.of(
        QueryHandler.of(
            Query.Decisions.class,
            (query, view) -> new EntryDecisionQueries(view).decisions(query)));
  }

  /** Reads enrolments from the instances, and refusals from their own rows. */
  private QueryResult.Decisions decisions(Query.Decisions query) {
    List<DecisionView> found = new ArrayList<>();
    long total = 0;
    if (!"rejected".equals(query.outcome())) {
      total += entered(query, found);
    }
    if (!"entered".equals(query.outcome())) {
      total += rejected(query, found);
    }
    return new QueryResult.Decisions(
        Position.page(found, DecisionView::position, null, query.limit()), total);
  }

  private long entered(Query.Decisions query, List<DecisionView> into) {
    String userId = query.userId();
    if (userId == null) {
      index
          .read(query.journeyId(), Optional.empty(), Order.BY_EVENT, query.after(), query.limit())
          .forEach(instance -> into.add(decision(instance)));
      return counters.total(query.journeyId(), Optional.empty());
    }
    List<DecisionView> mine =
        rows.instancesOf(userId)
            .filter(instance -> instance.journeyId().equals(query.journeyId()))
            .map(EntryDecisionQueries::decision)
            .toList();
    into.addAll(Position.page(mine, DecisionView::position, query.after(), query.limit()));
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
    try (KeyValueIterator<Bytes, byte[]> refusals =
        rows.state().prefixScan(range, new BytesSerializer())) {
      while (refusals.hasNext()) {
        RefusalRow row = RefusalRow.unpack(refusals.next().value);
        if (userId == null || row.userId().equals(userId)) {
          List<DecisionView> mine = decisions(row, query.journeyId());
          total += mine.size();
          mine.stream()
              .filter(one -> Position.follows(one.position(), query.after()))
              .forEach(into::add);
          keepNewest(into, query.limit());
        }
      }
    }
    return total;
  }

  /** Trims only now and then, so that a long scan of refusals does not hold them all. */
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
}
