package dev.sojourn.delivery;

import dev.sojourn.delivery.consumer.ActionConsumer;
import dev.sojourn.delivery.dispatch.SendDispatcher;
import dev.sojourn.delivery.dispatch.SendLease;
import dev.sojourn.delivery.inflight.CommittedProgress;
import dev.sojourn.delivery.inflight.InFlightTracker;
import dev.sojourn.delivery.inflight.OutcomeBatch;
import dev.sojourn.delivery.producer.OutcomeProducer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loop that consumes actions, dispatches them, and commits their outcomes together with progress.
 * Its thread never waits for a provider.
 */
final class DeliveryLoop {

  private static final Logger log = LoggerFactory.getLogger(DeliveryLoop.class);

  private static final Duration POLL = Duration.ofMillis(500);

  /** How long to wait for in-flight actions before polling for new ones. */
  private static final Duration LOOK = Duration.ofMillis(20);

  /** Minimum interval between commits under load; a single outcome is not delayed by it. */
  private static final Duration BETWEEN_COMMITS = Duration.ofMillis(20);

  /** Progress without outcomes, past records that are not actions, is not urgent. */
  private static final Duration BETWEEN_MERE_PROGRESS = Duration.ofSeconds(1);

  /**
   * Longest interval between commits while actions are in flight: each commit proves membership of
   * the group and renews the lease.
   */
  private static final Duration BETWEEN_PROOFS = Duration.ofSeconds(1);

  /** Wait for in-flight actions when partitions are revoked: the rebalance is blocked meanwhile. */
  private static final Duration PATIENCE_TO_HAND_OVER = Duration.ofSeconds(2);

  /** Wait for in-flight actions on shutdown: what is not done by then is sent twice. */
  private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(6);

  private final ActionConsumer actions;
  private final OutcomeProducer outcomes;
  private final SendDispatcher dispatcher;
  private final SendLease lease;
  private final StopSignal stop;
  private final Duration pause;
  private final LongSupplier nanos;
  private final InFlightTracker tracker = new InFlightTracker();
  private final ActionConsumer.Assignment assignment = new Moves();
  private @Nullable OutcomeBatch underWay;
  private long asked;
  private long lastCommit;
  private long notBefore;
  private boolean opened;
  private boolean failing;

  /**
   * Creates a loop that has not begun.
   *
   * @param lease under which the bulkheads begin calls
   * @param pause wait before an unreachable broker is tried again
   * @param nanos monotonic clock
   */
  DeliveryLoop(
      ActionConsumer actions,
      OutcomeProducer outcomes,
      SendDispatcher dispatcher,
      SendLease lease,
      StopSignal stop,
      Duration pause,
      LongSupplier nanos) {
    this.actions = actions;
    this.outcomes = outcomes;
    this.dispatcher = dispatcher;
    this.lease = lease;
    this.stop = stop;
    this.pause = pause;
    this.nanos = nanos;
    this.lastCommit = nanos.getAsLong() - BETWEEN_MERE_PROGRESS.toNanos();
    this.notBefore = nanos.getAsLong();
  }

  /** Runs until asked to stop, whatever the broker does. */
  void run() throws InterruptedException {
    try (outcomes;
        actions) {
      while (!stop.requested()) {
        roundOrPause();
      }
      if (!finished(tracker.partitions(), PATIENCE_TO_STOP)) {
        log.warn("Stopping before all outcomes are committed; their actions will be repeated");
      }
    }
  }

  private void roundOrPause() throws InterruptedException {
    try {
      round();
      if (failing) {
        failing = false;
        log.info("Consuming actions works again");
      }
    } catch (RuntimeException e) {
      // A client that threw is not reused, whatever the cause. Uncommitted actions come again.
      if (!failing) {
        failing = true;
        log.warn("Cannot consume actions, retrying", e);
      }
      forget();
      if (!stop.await(pause)) {
        reopen();
      }
    }
  }

  private void forget() {
    lease.revoke();
    tracker.tryCancel(tracker.partitions());
    tracker.drop(tracker.partitions());
  }

  private void reopen() {
    try {
      actions.reopen();
    } catch (RuntimeException e) {
      log.debug("Cannot reopen the action consumer", e);
    }
  }

  /** Consumes new actions and commits the finished ones. */
  void round() throws InterruptedException {
    if (!isOpen()) {
      return;
    }
    if (lease.getAsBoolean()) {
      tracker.rewind(actions::rewind);
    }
    actions.hold(tracker.full());
    boolean idle = tracker.isIdle() && underWay == null;
    List<ConsumerRecord<byte[], byte[]>> taken =
        actions.take(idle ? POLL : Duration.ZERO, assignment);
    if (!taken.isEmpty() || !tracker.isIdle() || tracker.hasGivenBack()) {
      prove();
    }
    for (ConsumerRecord<byte[], byte[]> record : taken) {
      tracker.take(record, dispatcher::deliver);
    }
    tracker.readUpTo(actions::position);
    if (!tracker.isIdle() || underWay != null) {
      tracker.await(LOOK);
    }
    settle(BETWEEN_COMMITS);
  }

  /** Nothing begins until outcomes can be reported and this node's earlier producer is fenced. */
  private boolean isOpen() throws InterruptedException {
    if (!opened) {
      opened = outcomes.isReady();
      if (!opened) {
        stop.await(pause);
      }
    }
    return opened;
  }

  /** Commits even without changes, since no call may begin when the last commit is too old. */
  private void prove() {
    long now = nanos.getAsLong();
    if (underWay == null && now - notBefore >= 0 && lease.isOlderThan(BETWEEN_PROOFS)) {
      commit(tracker.proof());
    }
  }

  private void commit(OutcomeBatch batch) {
    if (!batch.isEmpty()) {
      asked = nanos.getAsLong();
      settled(batch, outcomes.commit(batch, actions.member()));
    }
  }

  /** Commits when it is time to, or asks for the result of the last commit. */
  private void settle(Duration apart) {
    long now = nanos.getAsLong();
    OutcomeBatch batch = underWay;
    if (batch != null) {
      settled(batch, outcomes.await());
    } else if (now - notBefore >= 0 && now - lastCommit >= gap(apart).toNanos()) {
      commit(tracker.next());
    }
  }

  private Duration gap(Duration apart) {
    return tracker.hasReports() || apart.isZero() ? apart : BETWEEN_MERE_PROGRESS;
  }

  private void settled(OutcomeBatch batch, OutcomeProducer.Committed how) {
    underWay = how == OutcomeProducer.Committed.UNKNOWN ? batch : null;
    lastCommit = nanos.getAsLong();
    if (how == OutcomeProducer.Committed.YES) {
      tracker.committed(batch);
      // A batch without offsets does not prove group membership.
      if (!batch.progress().isEmpty()) {
        lease.renew(asked);
      }
    } else if (how == OutcomeProducer.Committed.NO) {
      tracker.failed(batch);
      notBefore = lastCommit + pause.toNanos();
    }
  }

  /**
   * Cancels what has not begun and waits briefly for the rest; returns whether all is committed.
   */
  private boolean finished(Collection<TopicPartition> partitions, Duration maxWait)
      throws InterruptedException {
    tracker.tryCancel(partitions);
    long end = nanos.getAsLong() + maxWait.toNanos();
    while (underWay != null || !tracker.isSettled(partitions) || isLastReportDue()) {
      if (nanos.getAsLong() - end > 0) {
        return false;
      }
      tracker.await(LOOK);
      settle(Duration.ZERO);
    }
    return true;
  }

  /**
   * Commits begun actions as done, so that no other node makes the same calls; returns whether that
   * worked. If this node dies before it reports their outcomes, the engine sends them again once
   * the outcome is overdue.
   */
  private boolean handedOver(Collection<TopicPartition> partitions) {
    tracker.markHandedOver(partitions);
    if (underWay != null) {
      settle(Duration.ZERO);
    }
    settle(Duration.ZERO);
    return tracker.isSettled(partitions);
  }

  /** Includes reports of partitions that were revoked earlier. */
  private boolean isLastReportDue() {
    return stop.requested() && tracker.hasReports();
  }

  /** Handles partition assignments and revocations. */
  private final class Moves implements ActionConsumer.Assignment {

    @Override
    public void assigned(TopicPartition partition, CommittedProgress committed) {
      tracker.begin(partition, committed);
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
      try {
        if (!finished(partitions, PATIENCE_TO_HAND_OVER) && !handedOver(partitions)) {
          log.warn("Some in-flight actions will be repeated by another node");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      tracker.drop(partitions);
    }

    @Override
    public void lost(Collection<TopicPartition> partitions) {
      lease.revoke();
      tracker.tryCancel(partitions);
      tracker.drop(partitions);
    }
  }
}
