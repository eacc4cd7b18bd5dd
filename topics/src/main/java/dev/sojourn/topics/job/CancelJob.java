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
 * Bulk cancel of a journey's instances. Each partition cancels its own, up to its quota, so that
 * together they never cancel more than was requested.
 *
 * @param id of the job
 * @param journeyId whose instances
 * @param status only those in this status; null for all active ones
 * @param version only those on this version; null for all
 * @param enteredBefore only those that entered earlier; null for all that had entered when the job
 *     was requested
 * @param limit how many to cancel at most, over all partitions
 * @param quotas the maximum for each partition number; their sum is the number that matched
 * @param by the actor
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

  /** The same job with other quotas. */
  public CancelJob with(Map<Integer, Integer> others) {
    return new CancelJob(id, journeyId, status, version, enteredBefore, limit, others, by);
  }

  /** How many instances a partition may cancel at most. */
  public int quotaOf(int partition) {
    return quotas.getOrDefault(partition, 0);
  }

  /** How many instances matched when the job was created. */
  @JsonIgnore
  public int matched() {
    return quotas.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Whether the job applies to an instance, regardless of when it entered. */
  public boolean concerns(Instance instance) {
    return instance.status().isLive()
        && (status == null || status == instance.status())
        && (version == null || version == instance.version());
  }
}
