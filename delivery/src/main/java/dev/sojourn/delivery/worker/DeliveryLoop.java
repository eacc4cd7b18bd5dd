package dev.sojourn.delivery.worker;

import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes actions, has them delivered, reports outcomes, and commits what is reported: in this order,
 * so that nothing is lost, and some of it may be done twice.
 */
final class DeliveryLoop {

  private static final Logger log = LoggerFactory.getLogger(DeliveryLoop.class);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration ACKNOWLEDGEMENT = Duration.ofSeconds(1);

  /**
   * After this long the rest of a batch is put back. A consumer that does not poll for 5 minutes
   * loses its partitions, and a slow provider must not make that happen.
   */
  private static final Duration BATCH_TIME = Duration.ofSeconds(30);

  /** How often acknowledgements are waited for once it is time to stop. */
  private static final int LAST_TRIES = 2;

  private final Actions actions;
  private final Outcomes outcomes;
  private final Courier courier;
  private final StopSignal stop;
  private final Duration pause;
  private final InstantSource clock;
  private boolean failing;

  DeliveryLoop(
      Actions actions,
      Outcomes outcomes,
      Courier courier,
      StopSignal stop,
      Duration pause,
      InstantSource clock) {
    this.actions = actions;
    this.outcomes = outcomes;
    this.courier = courier;
    this.stop = stop;
    this.pause = pause;
    this.clock = clock;
  }

  /** Runs until it is asked to stop, whatever the broker does. */
  void run() throws InterruptedException {
    try (outcomes;
        actions) {
      while (!stop.requested()) {
        roundOrPause();
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
      if (!stop.await(pause)) {
        reopen();
      }
    }
  }

  private void reopen() {
    try {
      actions.reopen();
    } catch (RuntimeException e) {
      log.debug("The consumer of actions could not be opened", e);
    }
  }

  /** One batch. */
  void round() throws InterruptedException {
    List<ConsumerRecord<byte[], byte[]>> batch = actions.take(POLL);
    Instant until = clock.instant().plus(BATCH_TIME);
    Calls calls = new Calls(stop);
    int handled = 0;
    while (handled < batch.size() && !stop.requested() && !clock.instant().isAfter(until)) {
      handle(batch.get(handled), calls);
      handled++;
    }
    actions.putBack(batch.subList(handled, batch.size()));
    calls.finish(outcomes::report);
    if (settled()) {
      actions.done(batch.subList(0, handled));
      actions.commit();
    }
  }

  private void handle(ConsumerRecord<byte[], byte[]> record, Calls calls) {
    try {
      SendAction action = read(record.value());
      CompletableFuture<SendOutcome> outcome = courier.deliver(action);
      if (outcome.isDone()) {
        outcomes.report(outcome.join());
      } else {
        calls.add(action, outcome);
      }
    } catch (RuntimeException e) {
      log.warn(
          "Dead letter: the action at {}-{} offset {} is invalid",
          record.topic(),
          record.partition(),
          record.offset());
      outcomes.bury(record, message(e));
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

  /**
   * Waits for the broker, for as long as it takes: the provider has done its part, and to forget
   * that is to do it twice.
   *
   * @return false when it is time to stop instead
   */
  private boolean settled() throws InterruptedException {
    int lastTries = 0;
    while (!outcomes.settle(ACKNOWLEDGEMENT)) {
      if (stop.await(pause) && ++lastTries > LAST_TRIES) {
        log.warn("Stopping before the broker acknowledged all outcomes; they will be sent again");
        return false;
      }
    }
    return true;
  }
}
