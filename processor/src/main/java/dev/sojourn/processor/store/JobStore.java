package dev.sojourn.processor.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.topics.job.CancelJob;
import dev.sojourn.topics.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** How far this partition has come with each job. Kept for 30 days. */
public final class JobStore {

  public static final Duration RETENTION = Duration.ofDays(30);

  private final KeyValueStore<Bytes, byte[]> state;
  private final Expiry expiry;

  JobStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
    this.expiry = new Expiry(state, Keys.jobs(), row -> Json.read(row, Progress.class).createdAt());
  }

  /**
   * One partition's part of a job.
   *
   * @param createdAt when the job was asked for
   * @param cancelled how many it has cancelled
   * @param lookedAt the instance that it has looked at last; null before the first
   * @param endedAt when its part was done; null while it is at work
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Progress(
      CancelJob job,
      Instant createdAt,
      int cancelled,
      @Nullable InstanceId lookedAt,
      @Nullable Instant endedAt) {

    /** The same, further on. */
    public Progress after(int more, @Nullable InstanceId last, @Nullable Instant end) {
      return new Progress(job, createdAt, cancelled + more, last, end);
    }
  }

  public Optional<Progress> get(String jobId) {
    byte[] row = state.get(Keys.job(jobId));
    return row == null ? Optional.empty() : Optional.of(Json.read(row, Progress.class));
  }

  public void put(Progress progress) {
    state.put(Keys.job(progress.job().id()), Json.bytes(progress));
  }

  /** Those that are not done. */
  public List<Progress> open() {
    List<Progress> open = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.jobs(), new BytesSerializer())) {
      while (rows.hasNext()) {
        Progress progress = Json.read(rows.next().value, Progress.class);
        if (progress.endedAt() == null) {
          open.add(progress);
        }
      }
    }
    return open;
  }

  /** Deletes some of what is too old; call again until it says that it has seen everything. */
  public boolean expire(Instant now, int rows) {
    return expiry.sweep(now.minus(RETENTION), rows);
  }
}
