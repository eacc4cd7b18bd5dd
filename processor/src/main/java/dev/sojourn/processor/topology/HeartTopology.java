package dev.sojourn.processor.topology;

import static dev.sojourn.processor.topology.NodeNames.ACTIONS_SINK;
import static dev.sojourn.processor.topology.NodeNames.CONTROL_SOURCE;
import static dev.sojourn.processor.topology.NodeNames.DEAD_LETTERS_SINK;
import static dev.sojourn.processor.topology.NodeNames.DEAD_LETTERS_SOURCE;
import static dev.sojourn.processor.topology.NodeNames.EVENTS_SINK;
import static dev.sojourn.processor.topology.NodeNames.EVENTS_SOURCE;
import static dev.sojourn.processor.topology.NodeNames.HEART;
import static dev.sojourn.processor.topology.NodeNames.JOURNAL_SINK;
import static dev.sojourn.processor.topology.NodeNames.NORMALISED_SINK;
import static dev.sojourn.processor.topology.NodeNames.NORMALISER;
import static dev.sojourn.processor.topology.NodeNames.OUTCOMES_SOURCE;
import static dev.sojourn.processor.topology.NodeNames.POSTHOG_DEAD_LETTERS_SINK;
import static dev.sojourn.processor.topology.NodeNames.POSTHOG_SOURCE;
import static dev.sojourn.processor.topology.NodeNames.REGISTRY_SINK;
import static dev.sojourn.processor.topology.NodeNames.REGISTRY_SOURCE;
import static dev.sojourn.processor.topology.NodeNames.RESULTS_SINK;
import static dev.sojourn.processor.topology.StoreNames.COUNTERS;
import static dev.sojourn.processor.topology.StoreNames.HISTORY;
import static dev.sojourn.processor.topology.StoreNames.HISTORY_RETENTION;
import static dev.sojourn.processor.topology.StoreNames.STATE;
import static dev.sojourn.processor.topology.StoreNames.TIMERS;

import dev.sojourn.processor.heart.Heart;
import dev.sojourn.processor.heart.HeartSettings;
import dev.sojourn.processor.posthog.Normaliser;
import dev.sojourn.topics.topic.TopicPlan;
import dev.sojourn.topics.topic.Topics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The topology: the heart with five sources, six sinks and four stores; and before it, with no
 * state, what turns PostHog's dialects into events.
 *
 * <pre>
 *  events ───────┐                       ┌─> events       (emitted, rerouted)
 *  outcomes ─────┤                       ├─> actions      (to delivery)
 *  control ──────┼──> heart ─────────────┼─> registry     (to every partition)
 *  registry ─────┤    state  timers      ├─> results      (to whoever asked)
 *  dead-letters ─┘    counters  history  ├─> journal
 *                                        └─> dead-letters
 *
 *  posthog ─────────> normaliser ─────────┬─> events
 *                                         └─> dead-letters
 * </pre>
 */
public final class HeartTopology {

  private HeartTopology() {}

  public static Topology build(HeartSettings settings) {
    Topics topics = settings.topics();
    Topology topology = new Topology();
    source(topology, EVENTS_SOURCE, topics.events(), new Intake.InOrder());
    source(topology, OUTCOMES_SOURCE, topics.outcomes(), new Intake.InOrder());
    source(topology, CONTROL_SOURCE, topics.control(), new Intake.Overtaking());
    source(topology, REGISTRY_SOURCE, topics.registry(), new Intake.Overtaking());
    source(topology, DEAD_LETTERS_SOURCE, topics.deadLetters(), new Intake.InOrder());

    topology.addProcessor(
        HEART,
        () -> new Heart(settings),
        EVENTS_SOURCE,
        OUTCOMES_SOURCE,
        CONTROL_SOURCE,
        REGISTRY_SOURCE,
        DEAD_LETTERS_SOURCE);
    topology.addStateStore(keyValue(STATE), HEART);
    topology.addStateStore(keyValue(TIMERS), HEART);
    topology.addStateStore(keyValue(COUNTERS).withCachingEnabled(), HEART);
    topology.addStateStore(history(), HEART);

    sink(topology, EVENTS_SINK, topics.events(), HEART);
    sink(topology, ACTIONS_SINK, topics.actions(), HEART);
    sink(topology, REGISTRY_SINK, topics.registry(), HEART);
    sink(topology, RESULTS_SINK, topics.results(), HEART);
    sink(topology, JOURNAL_SINK, topics.journal(), HEART);
    sink(topology, DEAD_LETTERS_SINK, topics.deadLetters(), HEART);

    source(topology, POSTHOG_SOURCE, topics.posthog(), new Intake.InOrder());
    topology.addProcessor(NORMALISER, () -> new Normaliser(settings.partitions()), POSTHOG_SOURCE);
    sink(topology, NORMALISED_SINK, topics.events(), NORMALISER);
    sink(topology, POSTHOG_DEAD_LETTERS_SINK, topics.deadLetters(), NORMALISER);
    return topology;
  }

  /** Offsets that are gone are an outage to be looked into, not a reason to skip ahead. */
  private static void source(
      Topology topology, String name, String topic, TimestampExtractor order) {
    topology.addSource(
        AutoOffsetReset.earliest(),
        name,
        order,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic);
  }

  private static void sink(Topology topology, String name, String topic, String parent) {
    topology.addSink(
        name,
        topic,
        new AddressSerializer(),
        new ByteArraySerializer(),
        new AddressPartitioner(),
        parent);
  }

  /** A row can hold what a record could bring, which is more than a broker's default of 1 MiB. */
  private static final Map<String, String> LARGE_ROWS =
      Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(TopicPlan.MAX_MESSAGE_BYTES));

  /** Small segments and prompt compaction: a changelog is what a restore has to read. */
  private static final Map<String, String> CHANGELOG =
      Map.of(
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          Integer.toString(TopicPlan.MAX_MESSAGE_BYTES),
          TopicConfig.SEGMENT_BYTES_CONFIG,
          Integer.toString(32 * 1024 * 1024),
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
          "0.2",
          TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
          Long.toString(Duration.ofHours(1).toMillis()));

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> keyValue(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingEnabled(CHANGELOG);
  }

  private static StoreBuilder<WindowStore<Bytes, byte[]>> history() {
    return Stores.windowStoreBuilder(
            Stores.persistentWindowStore(HISTORY, HISTORY_RETENTION, Duration.ofMillis(1), false),
            Serdes.Bytes(),
            Serdes.ByteArray())
        .withLoggingEnabled(LARGE_ROWS);
  }
}
