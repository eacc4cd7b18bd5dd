package dev.sojourn.processor.heart;

import dev.sojourn.journeys.decide.Decider.Cancellation;
import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.processor.store.JobStore;
import dev.sojourn.processor.store.JobStore.Progress;
import dev.sojourn.processor.store.TaskStores;
import dev.sojourn.processor.timer.Alarm;
import dev.sojourn.processor.timer.Alarms;
import dev.sojourn.topics.job.CancelJob;
import dev.sojourn.topics.journal.Cause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Does this partition's part of jobs that cancel many instances: newest first, in slices, so that
 * records have their turn. How far it has come is written down with each slice, in the transaction
 * of what it cancelled, so that another node goes on where this one died.
 */
final class CancelJobs {

  private static final Duration BETWEEN_SLICES = Duration.ofMillis(20);
  private static final int SLICE = 200;

  private final TaskStores stores;
  private final PersonDesk desk;
  private final InstantSource wall;
  private final int partition;
  private final Alarm alarm;

  CancelJobs(
      ProcessorContext<?, ?> context,
      TaskStores stores,
      PersonDesk desk,
      InstantSource wall,
      Alarms alarms,
      int partition) {
    this.partition = partition;
    this.stores = stores;
    this.desk = desk;
    this.wall = wall;
    this.alarm = new Alarm(context, wall, alarms, this::slice);
  }

  /** Begins a job, unless it has begun already, or was done so long ago that its row is gone. */
  void take(CancelJob job, Instant createdAt) {
    boolean old = createdAt.isBefore(wall.instant().minus(JobStore.RETENTION));
    if (!old && stores.jobs.get(job.id()).isEmpty()) {
      stores.jobs.put(new Progress(job, createdAt, 0, null, null));
      wake();
    }
  }

  /** Goes on with what is not done. */
  void wake() {
    if (!stores.jobs.open().isEmpty()) {
      alarm.notLaterThan(wall.millis() + 1);
    }
  }

  /** Never runs again. */
  void stop() {
    alarm.cancel();
  }

  private void slice() {
    Instant now = wall.instant();
    boolean more = false;
    for (Progress progress : stores.jobs.open()) {
      Progress further = further(progress, now);
      stores.jobs.put(further);
      more |= further.endedAt() == null;
    }
    if (more) {
      alarm.notLaterThan(wall.millis() + BETWEEN_SLICES.toMillis());
    }
  }

  private Progress further(Progress progress, Instant now) {
    CancelJob job = progress.job();
    int quota = job.quotaOf(partition) - progress.cancelled();
    List<InstanceId> some =
        quota <= 0
            ? List.of()
            : stores.instances.liveAfter(job.journeyId(), progress.lookedAt(), SLICE);
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

  private boolean cancel(Progress progress, InstanceId id, Instant now) {
    CancelJob job = progress.job();
    Instant before =
        job.enteredBefore() == null ? progress.createdAt().plusMillis(1) : job.enteredBefore();
    Optional<Instance> found =
        stores
            .instances
            .get(id)
            .filter(job::concerns)
            .filter(instance -> instance.createdAt().isBefore(before));
    if (found.isEmpty()) {
      return false;
    }
    PersonReader person = desk.upToDate(found.get().userId(), now);
    Decision decision = decide(person, id, job.by(), now);
    desk.write(person, null, new Cause.CancelAsked(id, job.by()), now, decision);
    return !decision.isNothing();
  }

  /** A timer that was due may have ended it, and then there is nothing left to cancel. */
  private Decision decide(PersonReader person, InstanceId id, String by, Instant now) {
    try {
      Cancellation cancellation = desk.decider().onCancel(person, id, by, desk.registry(), now);
      return cancellation.decision();
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      return desk.decider().onFault(person, id, e, now);
    }
  }
}
