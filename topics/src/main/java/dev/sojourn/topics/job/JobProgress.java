package dev.sojourn.topics.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.journeys.instance.InstanceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a job in one partition.
 *
 * @param createdAt when the job was requested
 * @param cancelled how many instances it has cancelled
 * @param lookedAt the last instance examined; null before the first
 * @param endedAt when the partition finished; null while it is running
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobProgress(
    CancelJob job,
    Instant createdAt,
    int cancelled,
    @Nullable InstanceId lookedAt,
    @Nullable Instant endedAt) {

  /** The progress after further instances. */
  public JobProgress after(int more, @Nullable InstanceId last, @Nullable Instant end) {
    return new JobProgress(job, createdAt, cancelled + more, last, end);
  }
}
