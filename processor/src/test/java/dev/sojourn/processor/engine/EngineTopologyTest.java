package dev.sojourn.processor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.registry.NodeRegistry;
import dev.sojourn.processor.thread.ThreadCommits;
import dev.sojourn.processor.thread.ThreadTimeShare;
import dev.sojourn.processor.thread.ThreadWakeups;
import dev.sojourn.processor.watermark.Watermark;
import dev.sojourn.topics.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.errors.TopologyException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class EngineTopologyTest {

  private static final ThreadCommits COMMITS =
      new ThreadCommits(InstantSource.system(), System::nanoTime);

  private static final Topics TOPICS = new Topics("sojourn");

  private static Topology engine() {
    return EngineTopology.build(
        new TaskSettings(
            TOPICS,
            4,
            0,
            partition -> new NeverRead(),
            partition -> {
              throw new AssertionError("expected that no task begins");
            },
            new NodeRegistry(),
            new ThreadWakeups(InstantSource.system(), COMMITS),
            new ThreadTimeShare(System::nanoTime),
            COMMITS,
            new EngineMeters(new SimpleMeterRegistry()),
            InstantSource.system(),
            RetryPolicy.STANDARD),
        new TopologyConfig(
            new StreamsConfig(
                Map.of(
                    StreamsConfig.APPLICATION_ID_CONFIG, "test",
                    StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0"))));
  }

  private static final class NeverRead implements Watermark {
    @Override
    public OptionalLong readUpTo() {
      return OptionalLong.empty();
    }

    @Override
    public void ask() {}
  }

  @Test
  void shouldKeepEverythingOfAPersonInOneSubTopologyAndPostHogApart() {
    // when
    var description = engine().describe();

    // then
    assertThat(description.subtopologies())
        .extracting(subtopology -> subtopology.nodes().size())
        .containsExactlyInAnyOrder(5 + 1 + 1, 1 + 1 + 1);
    assertThat(description.globalStores()).isEmpty();
  }

  @Test
  void shouldReadTheRegistryInItsTasksBecauseKafkaRefusesASecondReaderOfTheSameTopic() {
    // given
    Topology topology = engine();
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("registry-view"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled();
    ProcessorSupplier<byte[], byte[], Void, Void> nothing =
        () -> (Processor<byte[], byte[], Void, Void>) record -> {};

    // when, then
    assertThatThrownBy(
            () ->
                topology.addGlobalStore(
                    store,
                    "registry-view-source",
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer(),
                    TOPICS.registry(),
                    "registry-view-processor",
                    nothing))
        .isInstanceOf(TopologyException.class)
        .hasMessageContaining("already been registered");
  }
}
