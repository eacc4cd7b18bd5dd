package dev.sojourn.topics.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.journeys.instance.InstanceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One partition's part of a job.
 *
 * @param createdAt when the job was asked for
 * @param cancelled how many it has cancelled
 * @param lookedAt the instance that it has looked at last; null before the first
 * @param endedAt when its part was done; null while it is at work
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobProgress(
    CancelJob job,
    Instant createdAt,
    int cancelled,
    @Nullable InstanceId lookedAt,
    @Nullable Instant endedAt) {

  /** The same, further on. */
  public JobProgress after(int more, @Nullable InstanceId last, @Nullable Instant end) {
    return new JobProgress(job, createdAt, cancelled + more, last, end);
  }
}
