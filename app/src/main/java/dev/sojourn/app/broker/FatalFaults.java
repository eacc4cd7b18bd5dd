package dev.sojourn.app.broker;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fatal fault handling for one broker. Kafka's own factory halts the JVM on each fault, which would
 * turn a failed start into a dead process without a message.
 *
 * <p>While starting, the first fault fails the start; while running, the first goes to the owner's
 * callback; while closing, faults are only logged. Thread-safe.
 */
final class FatalFaults implements FaultHandlerFactory {

  private static final Logger log = LoggerFactory.getLogger(FatalFaults.class);

  private enum Phase {
    STARTING,
    RUNNING,
    ENDED
  }

  private final CompletableFuture<BrokerFault> whileStarting = new CompletableFuture<>();
  private final Consumer<BrokerFault> whileRunning;
  private Phase phase = Phase.STARTING;

  FatalFaults(Consumer<BrokerFault> whileRunning) {
    this.whileRunning = whileRunning;
  }

  /** Completes with the first fault of the start, if there is one. */
  CompletableFuture<BrokerFault> whileStarting() {
    return whileStarting;
  }

  /** Returns the exception of the first startup fault, or its reason when there is none. */
  Optional<Throwable> firstCause() {
    return Optional.ofNullable(whileStarting.getNow(null))
        .map(fault -> fault.cause().orElseGet(() -> new IllegalStateException(fault.reason())));
  }

  /** Returns false if a fault came first: the start has then failed, whatever Kafka reports. */
  synchronized boolean started() {
    if (whileStarting.isDone()) {
      return false;
    }
    phase = Phase.RUNNING;
    return true;
  }

  synchronized boolean running() {
    return phase == Phase.RUNNING;
  }

  synchronized void closing() {
    phase = Phase.ENDED;
  }

  synchronized void report(String reason, @Nullable Throwable thrown) {
    switch (phase) {
      case STARTING -> {
        log.error("Fatal broker fault while starting: {}", reason, thrown);
        whileStarting.complete(new BrokerFault(reason, thrown));
      }
      case RUNNING -> {
        log.error("Fatal broker fault: {}", reason, thrown);
        phase = Phase.ENDED;
        BrokerFault fault = new BrokerFault(reason, thrown);
        // On its own thread: a callback that closes the broker would otherwise wait for the Kafka
        // thread that reports.
        new Thread(() -> whileRunning.accept(fault), "broker-fault").start();
      }
      case ENDED -> log.warn("Broker fault while closing: {}", reason, thrown);
    }
  }

  @Override
  public FaultHandler build(String name, boolean fatal, Runnable action) {
    if (!fatal) {
      return new LoggingFaultHandler(name, action);
    }
    return (message, cause) -> {
      action.run();
      report(name + ": " + message, cause);
      // Kafka's handler never returns, so its callers are not written to continue after one.
      throw new IllegalStateException("broker stopped by fault in " + name + ": " + message, cause);
    };
  }
}
