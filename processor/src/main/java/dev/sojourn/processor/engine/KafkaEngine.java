package dev.sojourn.processor.engine;

import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.heart.HeartSettings;
import dev.sojourn.processor.heart.PublishedRegistries;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.query.Owners;
import dev.sojourn.processor.query.PartitionReads;
import dev.sojourn.processor.query.StoreReads;
import dev.sojourn.processor.timer.Alarms;
import dev.sojourn.processor.timer.EndOffsets;
import dev.sojourn.processor.timer.FairShare;
import dev.sojourn.processor.timer.KafkaDeliveryFrontiers;
import dev.sojourn.processor.timer.KafkaFrontiers;
import dev.sojourn.processor.timer.ThreadCommits;
import dev.sojourn.processor.timer.TrackedConsumers;
import dev.sojourn.processor.topology.HeartTopology;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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

  /** Within which the stores are flushed; an unclean stop means restoring them. */
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(6);

  private final RocksDbMemory memory;
  private final Admin admin;
  private final KafkaStreams streams;
  private final PublishedRegistries registries;
  private final Owners owners;
  private final PartitionReads reads;
  private final Meters meters;

  private KafkaEngine(
      RocksDbMemory memory,
      Admin admin,
      KafkaStreams streams,
      PublishedRegistries registries,
      EngineMeters heart,
      EngineSettings settings) {
    this.memory = memory;
    this.admin = admin;
    this.streams = streams;
    this.registries = registries;
    this.owners =
        new StreamsOwners(
            streams,
            settings.topics().events(),
            settings.partitions(),
            settings.advertisedHost(),
            settings.advertisedPort());
    this.reads = new StoreReads(streams);
    this.meters =
        new ProcessMeters(
            heart,
            memory,
            new StreamsMeters(
                streams,
                StreamsConfiguration.applicationId(settings.topics()),
                HeartTopology.inputs(settings.topics())));
  }

  /**
   * Starts the engine. The topics must be there.
   *
   * @param onDeath told when the engine has died and will not come back by itself
   * @throws org.apache.kafka.streams.errors.ProcessorStateException when a store that is there
   *     cannot be opened
   */
  public static KafkaEngine start(EngineSettings settings, InstantSource wall, Runnable onDeath) {
    RocksDbMemory memory = new RocksDbMemory(settings.rocksDbMemoryBytes(), settings.partitions());
    Admin admin = Admin.create(settings.kafka());
    ThreadCommits commits = new ThreadCommits(wall, System::nanoTime);
    Alarms alarms = new Alarms(wall, commits);
    TrackedConsumers consumers = new TrackedConsumers(alarms, commits);
    PublishedRegistries registries = new PublishedRegistries();
    KafkaFrontiers frontiers =
        new KafkaFrontiers(
            List.of(
                settings.topics().events(),
                settings.topics().control(),
                settings.topics().outcomes()),
            consumers,
            new EndOffsets(admin, wall));
    EngineMeters meters = new EngineMeters();
    HeartSettings heart =
        new HeartSettings(
            settings.topics(),
            settings.partitions(),
            settings.outboxLimit(),
            frontiers,
            new KafkaDeliveryFrontiers(
                admin, settings.topics().deliveryGroup(), settings.topics().actions()),
            registries,
            alarms,
            new FairShare(System::nanoTime),
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
            HeartTopology.build(heart, new TopologyConfig(streamsConfig)),
            streamsConfig,
            consumers);
    ThreadDeaths deaths = new ThreadDeaths(wall, settings.threads());
    streams.setUncaughtExceptionHandler(
        error -> {
          // Half of a decision may be written: the transaction is given up and the thread with it.
          log.error("a stream thread has died, its work starts anew from the last commit", error);
          return deaths.oneMore()
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
    KafkaEngine engine = new KafkaEngine(memory, admin, streams, registries, meters, settings);
    try {
      streams.start();
      return engine;
    } catch (RuntimeException e) {
      // Its clients would go on asking the cluster, and say so, for as long as the process lives.
      engine.close();
      throw e;
    }
  }

  @Override
  public PartitionReads reads() {
    return reads;
  }

  @Override
  public Owners owners() {
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
