package dev.sojourn.processor.counter;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.processor.counter.VersionCounts.OfInstances;
import dev.sojourn.processor.counter.VersionCounts.OfStep;
import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryHandler;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.row.Keys;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/** Query for the counters of the versions of a journey and of their steps. */
public final class VersionQueries {

  private VersionQueries() {}

  public static List<QueryHandler<?, ?>> handlers() {
    return List.of(QueryHandler.of(VersionsOf.class, VersionQueries::versions));
  }

  /** Counters of each version of a journey in this partition that anybody has entered. */
  @JsonTypeName("versions_of")
  public record VersionsOf(String journeyId) implements Query<Versions> {}

  /** Versions of a journey, oldest first. */
  public record Versions(List<VersionView> versions) implements QueryResult {}

  /**
   * Counters of a version.
   *
   * @param exited with the expired
   * @param expired those that {@code maxDuration} ended
   * @param durationMs sum of the time from entry to completion over completed instances
   * @param steps those that anybody has entered
   */
  public record VersionView(
      int version,
      long active,
      long waiting,
      long completed,
      long failed,
      long exited,
      long expired,
      long durationMs,
      List<StepView> steps) {}

  /**
   * Visits of a step.
   *
   * @param active instances that are there now
   * @param completed visits after which the instance went on; all of a terminal step that completes
   *     or exits
   * @param failed visits in which the instance failed
   * @param left visits in which it ended otherwise: an exit rule, a cancellation, {@code
   *     maxDuration}
   * @param skipped those among the completed whose send a gate refused
   * @param deliveryFailed those among the completed whose send or call failed for good
   */
  public record StepView(
      String step,
      long active,
      long completed,
      long failed,
      long left,
      long skipped,
      long deliveryFailed) {

    /** How often the step was entered. */
    public long entered() {
      return active + completed + failed + left;
    }
  }

  private static Versions versions(VersionsOf query, PartitionView partition) {
    Bytes first = VersionKey.of(query.journeyId());
    List<VersionView> found = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        partition.counters().range(first, Keys.beyond(first))) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        found.add(view(VersionKey.read(row.key).version(), VersionCounts.unpack(row.value)));
      }
    }
    return new Versions(List.copyOf(found));
  }

  private static VersionView view(int version, VersionCounts counts) {
    return new VersionView(
        version,
        counts.get(OfInstances.ACTIVE),
        counts.get(OfInstances.WAITING),
        counts.get(OfInstances.COMPLETED),
        counts.get(OfInstances.FAILED),
        counts.get(OfInstances.EXITED),
        counts.get(OfInstances.EXPIRED),
        counts.get(OfInstances.DURATION_MS),
        counts.steps().stream().map(step -> view(step, counts)).toList());
  }

  private static StepView view(String step, VersionCounts counts) {
    return new StepView(
        step,
        counts.get(step, OfStep.ACTIVE),
        counts.get(step, OfStep.COMPLETED),
        counts.get(step, OfStep.FAILED),
        counts.get(step, OfStep.LEFT),
        counts.get(step, OfStep.SKIPPED),
        counts.get(step, OfStep.DELIVERY_FAILED));
  }
}
