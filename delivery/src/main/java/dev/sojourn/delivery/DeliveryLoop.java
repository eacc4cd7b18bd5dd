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
 * Takes actions, sends them on their way, and commits what became of them together with how far
 * they are done. Its thread never waits for a provider.
 */
final class DeliveryLoop {

  private static final Logger log = LoggerFactory.getLogger(DeliveryLoop.class);

  private static final Duration POLL = Duration.ofMillis(500);

  /** How long to wait for what is under way before looking for new actions. */
  private static final Duration LOOK = Duration.ofMillis(20);

  /** Under load commits are this far apart; a single outcome does not wait for it. */
  private static final Duration BETWEEN_COMMITS = Duration.ofMillis(20);

  /** Progress alone, past what is no action, is of no hurry. */
  private static final Duration BETWEEN_MERE_PROGRESS = Duration.ofSeconds(1);

  /** While something is under way, commits are no further apart than this: they show who we are. */
  private static final Duration BETWEEN_PROOFS = Duration.ofSeconds(1);

  /** For what is under way when partitions go elsewhere: others wait for it. */
  private static final Duration PATIENCE_TO_HAND_OVER = Duration.ofSeconds(2);

  /** For what is under way when it is time to stop: what is not over by then is done twice. */
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
   * A loop that has not begun.
   *
   * @param lease under which the bulkheads begin calls
   * @param pause how long a broker that is away is left alone before it is tried again
   * @param nanos a clock that never goes back
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

  /** Runs until it is asked to stop, whatever the broker does. */
  void run() throws InterruptedException {
    try (outcomes;
        actions) {
      while (!stop.requested()) {
        roundOrPause();
      }
      if (!finished(tracker.partitions(), PATIENCE_TO_STOP)) {
        log.warn("Stopping before all outcomes are in the log; their actions will come again");
      }
    }
  }

  private void roundOrPause() throws InterruptedException {
    try {
      round();
      if (failing) {
        failing = false;
        log.info("Actions can be taken again");
      }
    } catch (RuntimeException e) {
      // Whatever it is, a client that threw is not used again. What was not committed comes again.
      if (!failing) {
        failing = true;
        log.warn("Actions cannot be taken, trying again", e);
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
      log.debug("The consumer of actions could not be opened", e);
    }
  }

  /** Takes what there is, and commits what is finished. */
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

  /** What cannot be reported is not begun; and whoever had our name before has to be over. */
  private boolean isOpen() throws InterruptedException {
    if (!opened) {
      opened = outcomes.isReady();
      if (!opened) {
        stop.await(pause);
      }
    }
    return opened;
  }

  /** Commits though nothing may have changed, since no call begins when that is too long ago. */
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

  /** Commits if it is time to, or asks what became of the last commit. */
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
      // Reports alone are taken from anybody.
      if (!batch.progress().isEmpty()) {
        lease.renew(asked);
      }
    } else if (how == OutcomeProducer.Committed.NO) {
      tracker.failed(batch);
      notBefore = lastCommit + pause.toNanos();
    }
  }

  /** Takes back what has not begun, and waits a little for the rest; says whether it is all in. */
  private boolean finished(Collection<TopicPartition> partitions, Duration patience)
      throws InterruptedException {
    tracker.tryCancel(partitions);
    long end = nanos.getAsLong() + patience.toNanos();
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
   * Commits what has begun as if it were done, so that nobody makes the same calls; says whether
   * that is so. Should this node die before it reports what becomes of them, the engine asks again
   * when it has heard nothing for a while.
   */
  private boolean handedOver(Collection<TopicPartition> partitions) {
    tracker.markHandedOver(partitions);
    if (underWay != null) {
      settle(Duration.ZERO);
    }
    settle(Duration.ZERO);
    return tracker.isSettled(partitions);
  }

  /** Of partitions that went before, too. */
  private boolean isLastReportDue() {
    return stop.requested() && tracker.hasReports();
  }

  /** Partitions that come and go. */
  private final class Moves implements ActionConsumer.Assignment {

    @Override
    public void assigned(TopicPartition partition, CommittedProgress committed) {
      tracker.begin(partition, committed);
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
      try {
        if (!finished(partitions, PATIENCE_TO_HAND_OVER) && !handedOver(partitions)) {
          log.warn("Some actions under way will come to another node as well");
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
