package dev.sojourn.processor.engine;

import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.query.LocalQueries;
import dev.sojourn.processor.query.PartitionOwners;
import dev.sojourn.processor.registry.NodeRegistry;
import dev.sojourn.processor.task.InputTopic;
import dev.sojourn.processor.thread.ThreadCommits;
import dev.sojourn.processor.thread.ThreadTimeShare;
import dev.sojourn.processor.thread.ThreadWakeups;
import dev.sojourn.processor.watermark.EndOffsetFetcher;
import dev.sojourn.processor.watermark.EndOffsetWatermarks;
import dev.sojourn.processor.watermark.KafkaDeliveryProgress;
import dev.sojourn.processor.watermark.TrackingClientSupplier;
import dev.sojourn.topics.registry.SharedValues;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine on Kafka Streams. Started once, closed once. */
public final class KafkaEngine implements Engine, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(KafkaEngine.class);

  /** Time to flush the stores; an unclean stop means that they are restored. */
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(6);

  private final RocksDbMemory memory;
  private final Admin admin;
  private final KafkaStreams streams;
  private final NodeRegistry registries;
  private final PartitionOwners owners;
  private final LocalQueries queries;
  private final Meters meters;

  private KafkaEngine(
      RocksDbMemory memory,
      Admin admin,
      KafkaStreams streams,
      NodeRegistry registries,
      MeterRegistry meterRegistry,
      EngineSettings settings) {
    this.memory = memory;
    this.admin = admin;
    this.streams = streams;
    this.registries = registries;
    this.owners =
        new StreamsPartitionOwners(
            streams,
            settings.topics().events(),
            settings.partitions(),
            settings.advertisedHost(),
            settings.advertisedPort());
    this.queries = new StoreQueries(streams);
    this.meters =
        new ProcessMeters(
            new RocksDbMeters(meterRegistry, memory),
            new StreamsMeters(
                meterRegistry,
                streams,
                StreamsConfiguration.applicationId(settings.topics()),
                EngineTopology.inputs(settings.topics())));
  }

  /**
   * Starts the engine. The topics must exist.
   *
   * @param meterRegistry receives the engine's meters; one engine each
   * @param shared registry values that the tasks share with the rest of the process
   * @param onDeath called when the engine has died and will not recover by itself
   * @throws org.apache.kafka.streams.errors.ProcessorStateException when an existing store cannot
   *     be opened
   */
  public static KafkaEngine start(
      EngineSettings settings,
      MeterRegistry meterRegistry,
      SharedValues shared,
      InstantSource wall,
      Runnable onDeath) {
    RocksDbMemory memory = new RocksDbMemory(settings.rocksDbMemoryBytes(), settings.partitions());
    Admin admin = Admin.create(settings.kafka());
    ThreadCommits commits = new ThreadCommits(wall, System::nanoTime);
    ThreadWakeups wakeups = new ThreadWakeups(wall, commits);
    TrackingClientSupplier clients = new TrackingClientSupplier(wakeups, commits);
    NodeRegistry registries = new NodeRegistry(shared);
    EndOffsetWatermarks watermarks =
        new EndOffsetWatermarks(
            InputTopic.gatingTimers().stream().map(input -> input.in(settings.topics())).toList(),
            clients,
            new EndOffsetFetcher(admin, wall));
    EngineMeters meters = new EngineMeters(meterRegistry);
    TaskSettings tasks =
        new TaskSettings(
            settings.topics(),
            settings.partitions(),
            settings.outboxLimit(),
            watermarks,
            new KafkaDeliveryProgress(
                admin, settings.topics().deliveryGroup(), settings.topics().actions()),
            registries,
            wakeups,
            new ThreadTimeShare(System::nanoTime),
            commits,
            meters,
            wall,
            settings.retries());
    Map<String, Object> config = StreamsConfiguration.of(settings, memory);
    Properties properties = new Properties();
    properties.putAll(config);
    StreamsConfig streamsConfig = new StreamsConfig(properties);
    KafkaStreams streams =
        new KafkaStreams(
            EngineTopology.build(tasks, new TopologyConfig(streamsConfig)), streamsConfig, clients);
    StreamThreadRestarts restarts = new StreamThreadRestarts(wall, settings.threads());
    streams.setUncaughtExceptionHandler(
        error -> {
          // Part of a decision may be written, so the transaction and its thread are abandoned.
          log.error("a stream thread has died, its tasks resume from the last commit", error);
          return restarts.tryAcquire()
              ? StreamThreadExceptionResponse.REPLACE_THREAD
              : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setStateListener(
        (now, before) -> {
          log.info("engine {} (was {})", now, before);
          if (now == KafkaStreams.State.ERROR) {
            onDeath.run();
          }
        });
    KafkaEngine engine =
        new KafkaEngine(memory, admin, streams, registries, meterRegistry, settings);
    try {
      streams.start();
      return engine;
    } catch (RuntimeException e) {
      // Otherwise its clients would keep polling the cluster, and logging, while the process lives.
      engine.close();
      throw e;
    }
  }

  @Override
  public LocalQueries queries() {
    return queries;
  }

  @Override
  public PartitionOwners owners() {
    return owners;
  }

  @Override
  public Optional<Registry> registry() {
    return registries.any();
  }

  @Override
  public boolean ready() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  @Override
  public Meters meters() {
    return meters;
  }

  @Override
  public void close() {
    if (!streams.close(CLOSE_WITHIN)) {
      log.warn("the engine did not stop within {}, its stores will be restored", CLOSE_WITHIN);
    }
    admin.close(Duration.ofSeconds(1));
    memory.close();
  }
}
