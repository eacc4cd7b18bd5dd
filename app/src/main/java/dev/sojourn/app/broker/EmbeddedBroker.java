package dev.sojourn.app.broker;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embedded single-node Kafka broker, on the loopback address, without authentication.
 *
 * <p>Its folder is formatted when empty; otherwise all data is kept, even after a kill or on
 * another port. A folder serves one broker at a time. Thread-safe.
 *
 * <p>Assembled by hand, since Kafka's test kit is not made to keep data and {@code KafkaRaftServer}
 * lets nobody else bind its ports or handle its faults (ADR 6).
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

  /** How long a failed start may take to release its threads. */
  private static final long ABANDON_SECONDS = 10;

  private final DataFolder folder;
  private final LoopbackSockets sockets;
  private final FatalFaults faults;
  private final KafkaNode node;
  private final int port;
  private boolean closed;

  private EmbeddedBroker(
      DataFolder folder, LoopbackSockets sockets, FatalFaults faults, KafkaNode node) {
    this.folder = folder;
    this.sockets = sockets;
    this.faults = faults;
    this.node = node;
    this.port = sockets.brokerPort();
  }

  /**
   * Starts a broker whose fatal faults are logged and halt the process: nothing that depends on it
   * can continue, and a shutdown hook that talks to it would hang.
   *
   * @param dataDir created if it does not exist
   * @param port 0 picks a free one
   * @throws BrokerStartException with one line that names the port or the folder
   */
  public static EmbeddedBroker start(Path dataDir, int port) throws BrokerStartException {
    return start(dataDir, port, fault -> Runtime.getRuntime().halt(1));
  }

  /**
   * Starts a broker and leaves its fatal faults to the caller.
   *
   * @param dataDir created if it does not exist
   * @param port 0 picks a free one
   * @param onFatalFault called at most once, on its own thread, after the fault was logged; it may
   *     close the broker. Faults before this method returns are thrown instead.
   * @throws BrokerStartException with one line that names the port or the folder
   */
  public static EmbeddedBroker start(Path dataDir, int port, Consumer<BrokerFault> onFatalFault)
      throws BrokerStartException {
    DataFolder folder = DataFolder.claim(dataDir);
    try {
      LoopbackSockets sockets = LoopbackSockets.bind(port);
      try {
        return start(folder, sockets, new FatalFaults(onFatalFault));
      } catch (BrokerStartException | RuntimeException e) {
        sockets.close();
        throw e;
      }
    } catch (BrokerStartException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static EmbeddedBroker start(
      DataFolder folder, LoopbackSockets sockets, FatalFaults faults) throws BrokerStartException {
    ProcessExits.reportTo(faults);
    try {
      KafkaNode node = build(folder, sockets, faults);
      run(node, folder, faults);
      EmbeddedBroker broker = new EmbeddedBroker(folder, sockets, faults, node);
      broker.watch();
      log.info("Broker on {} with data in {}", broker.bootstrapServers(), folder.path());
      return broker;
    } catch (BrokerStartException | RuntimeException e) {
      ProcessExits.forget(faults);
      throw e;
    }
  }

  private static KafkaNode build(DataFolder folder, LoopbackSockets sockets, FatalFaults faults)
      throws BrokerStartException {
    KafkaConfig config =
        new KafkaConfig(
            BrokerSettings.of(folder.path(), sockets.brokerPort(), sockets.controllerPort()),
            false);
    try {
      return new KafkaNode(config, faults, sockets);
    } catch (Exception e) {
      // Scala declares no checked exceptions, so an IOException can arrive here.
      throw failed(folder, e);
    }
  }

  /**
   * Starts the node on a thread that can be abandoned: after a fault on one of its own threads
   * Kafka would wait for that thread until its startup timeout.
   */
  private static void run(KafkaNode node, DataFolder folder, FatalFaults faults)
      throws BrokerStartException {
    ExecutorService starter =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "broker-start");
              thread.setDaemon(true);
              return thread;
            });
    CompletableFuture<Void> started = CompletableFuture.runAsync(node::start, starter);
    Optional<Throwable> failure = failure(started, faults);
    if (failure.isPresent()) {
      abandon(node, starter, faults);
      throw failed(folder, failure.get());
    }
    starter.shutdown();
  }

  /** The first fault, if any, is nearer to the cause than what it led to. */
  private static Optional<Throwable> failure(CompletableFuture<Void> started, FatalFaults faults) {
    try {
      CompletableFuture.anyOf(started, faults.whileStarting()).get();
      return faults.started() ? Optional.empty() : faults.firstCause();
    } catch (ExecutionException e) {
      return faults.firstCause().or(() -> Optional.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(e);
    }
  }

  private static void abandon(KafkaNode node, ExecutorService starter, FatalFaults faults) {
    faults.closing();
    starter.shutdownNow();
    // Kafka's shutdown waits for threads, which it would not do with the interrupt flag set.
    boolean interrupted = Thread.interrupted();
    try {
      // Kafka's components only stop once they are no longer starting.
      if (!starter.awaitTermination(ABANDON_SECONDS, TimeUnit.SECONDS)) {
        log.warn("Broker start is still running {} s after it failed", ABANDON_SECONDS);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    node.stop();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static BrokerStartException failed(DataFolder folder, Throwable thrown) {
    return new BrokerStartException(
        "cannot start a broker on data folder %s: %s"
            .formatted(folder.path(), ErrorText.of(thrown)),
        thrown);
  }

  /** Detects when the broker shuts itself down cleanly, which would otherwise go unnoticed. */
  private void watch() {
    Thread watcher =
        new Thread(
            () -> {
              node.awaitBrokerStopped();
              if (faults.running()) {
                faults.report("the broker shut itself down, its log says why", null);
              }
            },
            "broker-watch");
    watcher.setDaemon(true);
    watcher.start();
  }

  /** Returns the address for clients, {@code 127.0.0.1:PORT}. */
  public String bootstrapServers() {
    return LoopbackSockets.HOST + ":" + port;
  }

  /** Returns the port clients connect to, never 0. */
  public int port() {
    return port;
  }

  /** Shuts down cleanly and releases port and folder; a second call does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    faults.closing();
    node.stop();
    ProcessExits.forget(faults);
    sockets.close();
    folder.close();
    log.info("Broker on {} stopped", bootstrapServers());
  }
}
