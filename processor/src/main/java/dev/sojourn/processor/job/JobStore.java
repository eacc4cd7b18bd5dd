package dev.sojourn.processor.job;

import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.RetentionSweep;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.job.JobProgress;
import dev.sojourn.topics.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Progress of each job in this partition. Kept for 30 days. */
public final class JobStore {

  public static final Duration RETENTION = Duration.ofDays(30);

  private final KeyValueStore<Bytes, byte[]> state;
  private final RetentionSweep expiry;

  public JobStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
    this.expiry =
        new RetentionSweep(
            state, Keys.jobs(), row -> Json.read(row, JobProgress.class).createdAt());
  }

  public Optional<JobProgress> get(String jobId) {
    byte[] row = state.get(Keys.job(jobId));
    return row == null ? Optional.empty() : Optional.of(Json.read(row, JobProgress.class));
  }

  public void put(JobProgress progress) {
    state.put(Keys.job(progress.job().id()), Json.bytes(progress));
  }

  /** Unfinished jobs. */
  public List<JobProgress> open() {
    List<JobProgress> open = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.jobs(), new BytesSerializer())) {
      while (rows.hasNext()) {
        JobProgress progress = Json.read(rows.next().value, JobProgress.class);
        if (progress.endedAt() == null) {
          open.add(progress);
        }
      }
    }
    return open;
  }

  /** Jobs are about journeys. */
  public StateFamily family() {
    return StateFamily.impersonal(
        StoreNames.STATE,
        Keys.JOB,
        new Retention.Limited(RETENTION, (now, rows) -> expiry.sweep(now.minus(RETENTION), rows)));
  }
}
