package dev.sojourn.app.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.FaultHandlerFactory;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Controller and broker in one process, wired as {@link KafkaRaftServer} does. That class does not
 * accept our sockets and fault handlers, or a limit on the shutdown time.
 */
final class KafkaNode {

  private static final Logger log = LoggerFactory.getLogger(KafkaNode.class);

  /** How long the controller may take to release the broker; Kafka waits five minutes. */
  private static final Duration CONTROLLED_SHUTDOWN = Duration.ofSeconds(2);

  /** Several sessions: a longer wait means that the controller is at fault. */
  private static final Duration FORMER_BROKER = Duration.ofSeconds(30);

  private final Metrics metrics;
  private final SharedServer shared;
  private final ControllerServer controller;
  private final BrokerServer broker;

  KafkaNode(KafkaConfig config, FaultHandlerFactory faults, ServerSocketFactory sockets) {
    Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> loaded =
        KafkaRaftServer.initializeLogDirs(config, log, "");
    this.metrics = Server.initializeMetrics(config, Time.SYSTEM, loaded._1().clusterId().get());
    this.shared =
        new SharedServer(
            config,
            loaded._1(),
            Time.SYSTEM,
            metrics,
            CompletableFuture.completedFuture(
                QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
            QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
            faults,
            sockets);
    this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), loaded._2());
    this.broker = new BrokerServer(shared);
  }

  /** Returns once clients are served; blocks for as long as log recovery takes. */
  void start() {
    // The broker's startup waits for the controller's.
    controller.startup();
    PreviousBroker former = new PreviousBroker();
    shared.loader().installPublishers(List.of(former)).join();
    former.fenced().orTimeout(FORMER_BROKER.toSeconds(), TimeUnit.SECONDS).join();
    shared.loader().removeAndClosePublisher(former).join();
    broker.startup();
  }

  /** Returns once the broker has stopped, for whatever reason. */
  void awaitBrokerStopped() {
    broker.awaitShutdown();
  }

  /** Stops what is running, even after a partial start. */
  void stop() {
    // In this order: the controller must answer the broker's controlled shutdown.
    Utils.swallow(log, () -> broker.shutdown(CONTROLLED_SHUTDOWN));
    Utils.swallow(log, controller::shutdown);
    // If the shared server failed while starting, its users do not stop it: its Raft threads and
    // metrics would remain.
    Utils.swallow(log, shared::ensureNotRaftLeader);
    Utils.closeQuietly(metrics, "broker metrics");
  }
}
