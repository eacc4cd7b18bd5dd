package dev.sojourn.processor.job;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.processor.journal.JournalSource.Background;
import dev.sojourn.processor.person.Decisions;
import dev.sojourn.processor.person.DueTimers;
import dev.sojourn.processor.person.PersonStores;
import dev.sojourn.processor.person.StoredPerson;
import dev.sojourn.processor.task.BackgroundTask;
import dev.sojourn.processor.thread.ThreadWakeups;
import dev.sojourn.processor.thread.Wakeup;
import dev.sojourn.topics.job.CancelJob;
import dev.sojourn.topics.job.JobProgress;
import dev.sojourn.topics.registry.RegistryEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs this partition's part of bulk cancellation jobs: newest instances first, in slices, so that
 * records get their turn. Progress is stored with each slice, in the transaction of its
 * cancellations, so that another node continues where this one died.
 */
public final class BulkCancelTask implements BackgroundTask {

  private static final Duration BETWEEN_SLICES = Duration.ofMillis(20);
  private static final int SLICE = 200;

  private final PersonStores stores;
  private final JobStore jobs;
  private final DueTimers dueTimers;
  private final Decisions decisions;
  private final InstantSource wall;
  private final int partition;
  private final Wakeup wakeup;

  public BulkCancelTask(
      ProcessorContext<?, ?> context,
      PersonStores stores,
      JobStore jobs,
      DueTimers dueTimers,
      Decisions decisions,
      InstantSource wall,
      ThreadWakeups wakeups,
      int partition) {
    this.partition = partition;
    this.stores = stores;
    this.jobs = jobs;
    this.dueTimers = dueTimers;
    this.decisions = decisions;
    this.wall = wall;
    this.wakeup = new Wakeup(context, wall, wakeups, this::runSlices);
  }

  /** Begins a job, unless it has begun already, or ended so long ago that its row has expired. */
  private void begin(CancelJob job, Instant createdAt) {
    boolean old = createdAt.isBefore(wall.instant().minus(JobStore.RETENTION));
    if (!old && jobs.get(job.id()).isEmpty()) {
      jobs.put(new JobProgress(job, createdAt, 0, null, null));
      start();
    }
  }

  @Override
  public void registryChanged(RegistryEntry entry) {
    if (entry instanceof RegistryEntry.OfJob job) {
      begin(job.job(), job.createdAt());
    }
  }

  /** Schedules a slice if any job is unfinished. */
  @Override
  public void start() {
    if (!jobs.open().isEmpty()) {
      wakeup.scheduleAt(wall.millis() + 1);
    }
  }

  @Override
  public void stop() {
    wakeup.cancel();
  }

  private void runSlices() {
    Instant now = wall.instant();
    boolean more = false;
    for (JobProgress progress : jobs.open()) {
      JobProgress further = runSlice(progress, now);
      jobs.put(further);
      more |= further.endedAt() == null;
    }
    if (more) {
      wakeup.scheduleAt(wall.millis() + BETWEEN_SLICES.toMillis());
    }
  }

  private JobProgress runSlice(JobProgress progress, Instant now) {
    CancelJob job = progress.job();
    int quota = job.quotaOf(partition) - progress.cancelled();
    List<InstanceId> some =
        quota <= 0
            ? List.of()
            : stores.instances().liveAfter(job.journeyId(), progress.lookedAt(), SLICE);
    int cancelled = 0;
    @Nullable InstanceId last = progress.lookedAt();
    for (InstanceId id : some) {
      if (cancelled == quota) {
        break;
      }
      cancelled += cancel(progress, id, now) ? 1 : 0;
      last = id;
    }
    boolean done = cancelled == quota || some.size() < SLICE;
    return progress.after(cancelled, last, done || quota <= 0 ? now : null);
  }

  private boolean cancel(JobProgress progress, InstanceId id, Instant now) {
    CancelJob job = progress.job();
    Instant before =
        job.enteredBefore() == null ? progress.createdAt().plusMillis(1) : job.enteredBefore();
    Optional<Instance> found =
        stores
            .instances()
            .get(id)
            .filter(job::concerns)
            .filter(instance -> instance.createdAt().isBefore(before));
    if (found.isEmpty()) {
      return false;
    }
    StoredPerson person = dueTimers.applyUntilClock(found.get().userId(), now);
    // A due timer may have ended the instance; then there is nothing left to cancel.
    Decision decision =
        decisions.decideAndWrite(
            person, Background.JOB, new Stimulus.CancelRequested(id, job.by()), now);
    return !decision.isNothing();
  }
}
