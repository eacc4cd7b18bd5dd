package dev.sojourn.topics.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.Status;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Cancels many instances of a journey. Each partition cancels its own, at most as many as it was
 * given, so that all of them together never cancel more than was asked for.
 *
 * @param id of the job
 * @param journeyId whose instances
 * @param status only those in this status; null for all that are live
 * @param version only those on this version; null for all
 * @param enteredBefore only those that entered earlier; null for all that had entered when the job
 *     was asked for
 * @param limit how many to cancel at most, over all partitions
 * @param quotas the same for each partition, by its number; their sum is what matched
 * @param by who asked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CancelJob(
    String id,
    String journeyId,
    @Nullable Status status,
    @Nullable Integer version,
    @Nullable Instant enteredBefore,
    int limit,
    Map<Integer, Integer> quotas,
    String by) {

  public CancelJob {
    quotas = new TreeMap<>(quotas);
  }

  /** The same for others to cancel. */
  public CancelJob with(Map<Integer, Integer> others) {
    return new CancelJob(id, journeyId, status, version, enteredBefore, limit, others, by);
  }

  /** How many of a partition are to be cancelled at most. */
  public int quotaOf(int partition) {
    return quotas.getOrDefault(partition, 0);
  }

  /** How many instances there were to cancel when the job was made. */
  @JsonIgnore
  public int matched() {
    return quotas.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Which instances a job is about, apart from when they entered. */
  public boolean concerns(Instance instance) {
    return instance.status().isLive()
        && (status == null || status == instance.status())
        && (version == null || version == instance.version());
  }
}
