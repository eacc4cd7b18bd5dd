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
import static dev.sojourn.processor.topology.NodeNames.RETRIED_CONTROL_SINK;
import static dev.sojourn.processor.topology.NodeNames.RETRIED_OUTCOMES_SINK;
import static dev.sojourn.processor.topology.NodeNames.RETRIED_POSTHOG_SINK;

import dev.sojourn.processor.heart.Heart;
import dev.sojourn.processor.heart.HeartSettings;
import dev.sojourn.processor.posthog.Normaliser;
import dev.sojourn.topics.topic.Topics;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The topology: the heart with five sources, nine sinks and four stores; and before it, with no
 * state, what turns PostHog's dialects into events.
 *
 * <pre>
 *  events ───────┐                       ┌─> events       (emitted, rerouted, retried)
 *  outcomes ─────┤                       ├─> actions      (to delivery)
 *  control ──────┼──> heart ─────────────┼─> registry     (to every partition)
 *  registry ─────┤    state  timers      ├─> results      (to whoever asked)
 *  dead-letters ─┘    counters  history  ├─> journal
 *                                        ├─> dead-letters
 *                                        └─> control, outcomes, posthog  (retried)
 *
 *  posthog ─────────> normaliser ─────────┬─> events
 *                                         └─> dead-letters
 * </pre>
 */
public final class HeartTopology {

  private HeartTopology() {}

  /** Every topic that it reads. */
  public static Set<String> inputs(Topics topics) {
    return Set.of(
        topics.events(),
        topics.outcomes(),
        topics.control(),
        topics.registry(),
        topics.deadLetters(),
        topics.posthog());
  }

  /**
   * Builds it.
   *
   * @param config what of the client's settings concerns a topology, such as a wrapper of its
   *     processors; the client alone would not apply it
   */
  public static Topology build(HeartSettings settings, TopologyConfig config) {
    Topics topics = settings.topics();
    Topology topology = new Topology(config);
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
    topology.addStateStore(HeartStores.state(), HEART);
    topology.addStateStore(HeartStores.timers(), HEART);
    topology.addStateStore(HeartStores.counters(), HEART);
    topology.addStateStore(HeartStores.history(), HEART);

    sink(topology, EVENTS_SINK, topics.events(), HEART);
    sink(topology, ACTIONS_SINK, topics.actions(), HEART);
    sink(topology, REGISTRY_SINK, topics.registry(), HEART);
    sink(topology, RESULTS_SINK, topics.results(), HEART);
    sink(topology, JOURNAL_SINK, topics.journal(), HEART);
    sink(topology, DEAD_LETTERS_SINK, topics.deadLetters(), HEART);
    sink(topology, RETRIED_CONTROL_SINK, topics.control(), HEART);
    sink(topology, RETRIED_OUTCOMES_SINK, topics.outcomes(), HEART);
    sink(topology, RETRIED_POSTHOG_SINK, topics.posthog(), HEART);

    source(topology, POSTHOG_SOURCE, topics.posthog(), new Intake.InOrder());
    topology.addProcessor(
        NORMALISER,
        () ->
            new Normaliser(
                settings.partitions(), settings.wall(), settings.alarms(), settings.commits()),
        POSTHOG_SOURCE);
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
}
