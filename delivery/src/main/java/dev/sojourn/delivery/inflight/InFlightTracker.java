package dev.sojourn.delivery.inflight;

import dev.sojourn.topics.action.SendAction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In-flight actions of all partitions, and finished ones that are not committed yet. Used by the
 * polling thread; actions finish on any thread.
 */
public final class InFlightTracker {

  private static final Logger log = LoggerFactory.getLogger(InFlightTracker.class);

  /**
   * Maximum distance between a partition's first action that is not done and the last one taken. As
   * a base64 bit set this must fit into the 4 KiB that a broker keeps of a commit's metadata.
   */
  private static final int MAX_SPAN = 16_384;

  /** Limit on the serialized size of all in-flight actions. */
  private static final long MAX_BYTES = 64L * 1024 * 1024;

  private static final int MAX_REPORTS = 1_000;

  private final Map<TopicPartition, PartitionTracker> byPartition = new HashMap<>();
  private final BlockingQueue<Finished> arriving = new LinkedBlockingQueue<>();
  private final Queue<Finished> finished = new ArrayDeque<>();

  /** Reports of failed batches. */
  private final List<OutcomeReport> unreported = new ArrayList<>();

  /** The report is null when the action was cancelled. */
  private record Finished(PartitionTracker tracker, long offset, @Nullable OutcomeReport report) {}

  public void begin(TopicPartition partition, CommittedProgress committed) {
    byPartition.put(partition, new PartitionTracker(committed));
  }

  /** Forgets partitions. Their in-flight actions are still reported, but without progress. */
  public void drop(Collection<TopicPartition> partitions) {
    byPartition.keySet().removeAll(Set.copyOf(partitions));
  }

  /** The partitions that are being consumed. */
  public Set<TopicPartition> partitions() {
    return Set.copyOf(byPartition.keySet());
  }

  /** Starts an action, unless it is done already. */
  public void take(
      ConsumerRecord<byte[], byte[]> record, Function<SendAction, InFlightSend> dispatcher) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    PartitionTracker tracker = byPartition.get(partition);
    if (tracker == null) {
      throw new IllegalStateException("expected an assigned partition, found " + partition);
    }
    long offset = record.offset();
    if (!tracker.take(offset)) {
      return;
    }
    try {
      InFlightSend dispatch = dispatcher.apply(read(record.value()));
      tracker.begun(offset, Math.max(0, record.serializedValueSize()), dispatch.tryCancel());
      var unused =
          dispatch
              .outcome()
              .whenComplete(
                  (outcome, notBegun) ->
                      arriving.add(
                          new Finished(
                              tracker,
                              offset,
                              notBegun == null ? new OutcomeReport.Outcome(outcome) : null)));
    } catch (RuntimeException e) {
      log.warn("Invalid action at {} offset {}: dead-lettering it", partition, offset);
      tracker.begun(offset, 0, () -> false);
      arriving.add(new Finished(tracker, offset, new OutcomeReport.DeadLetter(record, message(e))));
    }
  }

  private static SendAction read(byte @Nullable [] value) {
    if (value == null) {
      throw new IllegalArgumentException("expected an action, found nothing");
    }
    return SendAction.read(value);
  }

  private static String message(RuntimeException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  /** Everything before these positions has been taken. */
  public void readUpTo(Function<TopicPartition, OptionalLong> positions) {
    byPartition.forEach(
        (partition, tracker) -> positions.apply(partition).ifPresent(tracker::readUpTo));
  }

  /** Partitions to pause for now. */
  public Set<TopicPartition> full() {
    if (byPartition.values().stream().mapToLong(PartitionTracker::bytes).sum() >= MAX_BYTES) {
      return partitions();
    }
    Set<TopicPartition> full = new HashSet<>();
    byPartition.forEach(
        (partition, tracker) -> {
          // Cancelled actions are taken again first.
          if (tracker.span() >= MAX_SPAN || tracker.hasGivenUp()) {
            full.add(partition);
          }
        });
    return full;
  }

  /** Waits until something finishes, or for the given time. */
  public void await(Duration atMost) throws InterruptedException {
    Finished first = arriving.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      sort(first);
      sortAll();
    }
  }

  private void sortAll() {
    for (Finished one = arriving.poll(); one != null; one = arriving.poll()) {
      sort(one);
    }
  }

  private void sort(Finished one) {
    if (one.report() == null) {
      one.tracker().givenBack(one.offset());
    } else {
      finished.add(one);
    }
  }

  /** Whether cancelled actions have to be taken again. */
  public boolean hasGivenBack() {
    return byPartition.values().stream().anyMatch(PartitionTracker::hasGivenUp);
  }

  /** Rewinds partitions so that cancelled actions are taken again. */
  public void rewind(ObjLongConsumer<TopicPartition> actions) {
    byPartition.forEach(
        (partition, tracker) -> {
          if (tracker.hasGivenUp()) {
            actions.accept(partition, tracker.rewind());
          }
        });
  }

  /** Cancels actions that have not begun. */
  public void tryCancel(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      PartitionTracker tracker = byPartition.get(partition);
      if (tracker != null) {
        tracker.tryCancel();
      }
    }
  }

  /** Counts begun actions as done from now on; their outcomes are reported when they end. */
  public void markHandedOver(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      PartitionTracker tracker = byPartition.get(partition);
      if (tracker != null && !tracker.isIdle()) {
        tracker.markHandedOver();
      }
    }
  }

  /** Whether these partitions have nothing in flight and all their progress is committed. */
  public boolean isSettled(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .map(byPartition::get)
        .allMatch(tracker -> tracker == null || (tracker.isIdle() && !tracker.isChanged()));
  }

  /** Whether nothing is in flight and nothing is left to report. */
  public boolean isIdle() {
    return !hasReports() && byPartition.values().stream().allMatch(PartitionTracker::isIdle);
  }

  /** Whether there is something to report. */
  public boolean hasReports() {
    return !unreported.isEmpty() || !finished.isEmpty() || !arriving.isEmpty();
  }

  /** The next batch to commit. Report its result before asking for another. */
  public OutcomeBatch next() {
    return next(PartitionTracker::isChanged);
  }

  /**
   * A heartbeat commit: the next batch with the progress of all partitions, even if unchanged. Only
   * a current group member can commit it.
   */
  public OutcomeBatch proof() {
    return next(tracker -> true);
  }

  private OutcomeBatch next(Predicate<PartitionTracker> isOf) {
    sortAll();
    List<OutcomeReport> reports = new ArrayList<>(unreported);
    unreported.clear();
    // An action must not count as done before its report is in the batch.
    for (Finished one = finished.peek();
        one != null && reports.size() < MAX_REPORTS;
        one = finished.peek()) {
      finished.remove();
      one.tracker().finished(one.offset());
      reports.add(Objects.requireNonNull(one.report()));
    }
    Map<TopicPartition, CommittedProgress> progress = new HashMap<>();
    byPartition.forEach(
        (partition, tracker) -> {
          if (isOf.test(tracker)) {
            progress.put(partition, tracker.progress());
          }
        });
    return new OutcomeBatch(reports, progress);
  }

  public void committed(OutcomeBatch batch) {
    batch
        .progress()
        .forEach(
            (partition, progress) -> {
              PartitionTracker tracker = byPartition.get(partition);
              if (tracker != null) {
                tracker.committed(progress);
              }
            });
  }

  /** Keeps the reports for the next batch; progress is computed again then. */
  public void failed(OutcomeBatch batch) {
    unreported.addAll(batch.reports());
  }
}
