package dev.sojourn.benchmarks.process;

import dev.sojourn.app.node.NodeSettings;
import dev.sojourn.app.node.StandardComponents;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.SettingsReader;
import dev.sojourn.benchmarks.floor.FloorTopology;
import dev.sojourn.processor.engine.EngineSettings;
import dev.sojourn.processor.engine.RocksDbMemory;
import dev.sojourn.processor.engine.StreamsConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.KafkaStreams;

/** Floor process: runs the floor topology with the engine's Kafka Streams settings. */
public final class FloorProcess {

  private FloorProcess() {}

  public static void main(String[] args) throws Exception {
    OrderLoop loop = OrderLoop.open();
    NodeSettings node =
        NodeSettings.of(
            Profile.SERVE,
            SettingsReader.read(
                Profile.SERVE, Path.of("").toAbsolutePath(), System.getenv(), List.of()));
    EngineSettings settings = StandardComponents.engineSettings(node);
    RocksDbMemory memory = new RocksDbMemory(settings.rocksDbMemoryBytes(), settings.partitions());
    Properties properties = new Properties();
    properties.putAll(StreamsConfiguration.of(settings, memory));
    KafkaStreams streams = new KafkaStreams(FloorTopology.build(settings.topics()), properties);
    CountDownLatch running = new CountDownLatch(1);
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING) {
            running.countDown();
          }
        });
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(6)), "close"));
    streams.start();
    running.await();
    loop.answer(Map.of("port", 0));
    loop.run(
        (order, arguments) -> {
          throw new IllegalArgumentException("unknown order " + order);
        });
    System.exit(0);
  }
}
