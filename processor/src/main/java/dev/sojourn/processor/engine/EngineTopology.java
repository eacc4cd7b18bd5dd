package dev.sojourn.processor.engine;

import static dev.sojourn.processor.task.NodeNames.ACTIONS_SINK;
import static dev.sojourn.processor.task.NodeNames.CONTROL_SOURCE;
import static dev.sojourn.processor.task.NodeNames.DEAD_LETTERS_SINK;
import static dev.sojourn.processor.task.NodeNames.DEAD_LETTERS_SOURCE;
import static dev.sojourn.processor.task.NodeNames.EVENTS_SINK;
import static dev.sojourn.processor.task.NodeNames.EVENTS_SOURCE;
import static dev.sojourn.processor.task.NodeNames.JOURNAL_SINK;
import static dev.sojourn.processor.task.NodeNames.NORMALIZED_SINK;
import static dev.sojourn.processor.task.NodeNames.NORMALIZER;
import static dev.sojourn.processor.task.NodeNames.OUTCOMES_SOURCE;
import static dev.sojourn.processor.task.NodeNames.PERSON_PROCESSOR;
import static dev.sojourn.processor.task.NodeNames.POSTHOG_DEAD_LETTERS_SINK;
import static dev.sojourn.processor.task.NodeNames.POSTHOG_SOURCE;
import static dev.sojourn.processor.task.NodeNames.REGISTRY_SINK;
import static dev.sojourn.processor.task.NodeNames.REGISTRY_SOURCE;
import static dev.sojourn.processor.task.NodeNames.RESULTS_SINK;
import static dev.sojourn.processor.task.NodeNames.RETRIED_CONTROL_SINK;
import static dev.sojourn.processor.task.NodeNames.RETRIED_OUTCOMES_SINK;
import static dev.sojourn.processor.task.NodeNames.RETRIED_POSTHOG_SINK;

import dev.sojourn.processor.posthog.PostHogNormalizer;
import dev.sojourn.processor.task.AppendTimeExtractor;
import dev.sojourn.processor.task.DestinationPartitioner;
import dev.sojourn.processor.task.DestinationSerializer;
import dev.sojourn.processor.task.PriorityTimeExtractor;
import dev.sojourn.topics.topic.Topics;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The topology: the person processor with five sources, nine sinks and four stores; upstream of it,
 * the stateless normalizer of raw PostHog events.
 *
 * <pre>
 *  events ───────┐                           ┌─> events       (emitted, rerouted, retried)
 *  outcomes ─────┤                           ├─> actions      (to delivery)
 *  control ──────┼──> person-processor ──────┼─> registry     (to every partition)
 *  registry ─────┤     state  timers         ├─> results      (to the requesting node)
 *  dead-letters ─┘     counters  history     ├─> journal
 *                                            ├─> dead-letters
 *                                            └─> control, outcomes, posthog  (retried)
 *
 *  posthog ─────────> normalizer ─────────┬─> events
 *                                         └─> dead-letters
 * </pre>
 */
public final class EngineTopology {

  private EngineTopology() {}

  /** All input topics. */
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
   * Builds the topology.
   *
   * @param config those client settings that apply to a topology, such as a processor wrapper;
   *     passing them to the client alone would not apply them
   */
  public static Topology build(TaskSettings settings, TopologyConfig config) {
    Topics topics = settings.topics();
    Topology topology = new Topology(config);
    source(topology, EVENTS_SOURCE, topics.events(), new AppendTimeExtractor());
    source(topology, OUTCOMES_SOURCE, topics.outcomes(), new AppendTimeExtractor());
    source(topology, CONTROL_SOURCE, topics.control(), new PriorityTimeExtractor());
    source(topology, REGISTRY_SOURCE, topics.registry(), new PriorityTimeExtractor());
    source(topology, DEAD_LETTERS_SOURCE, topics.deadLetters(), new AppendTimeExtractor());

    topology.addProcessor(
        PERSON_PROCESSOR,
        () -> new PersonProcessor(settings),
        EVENTS_SOURCE,
        OUTCOMES_SOURCE,
        CONTROL_SOURCE,
        REGISTRY_SOURCE,
        DEAD_LETTERS_SOURCE);
    topology.addStateStore(StateStores.state(), PERSON_PROCESSOR);
    topology.addStateStore(StateStores.timers(), PERSON_PROCESSOR);
    topology.addStateStore(StateStores.counters(), PERSON_PROCESSOR);
    topology.addStateStore(StateStores.history(), PERSON_PROCESSOR);

    sink(topology, EVENTS_SINK, topics.events(), PERSON_PROCESSOR);
    sink(topology, ACTIONS_SINK, topics.actions(), PERSON_PROCESSOR);
    sink(topology, REGISTRY_SINK, topics.registry(), PERSON_PROCESSOR);
    sink(topology, RESULTS_SINK, topics.results(), PERSON_PROCESSOR);
    sink(topology, JOURNAL_SINK, topics.journal(), PERSON_PROCESSOR);
    sink(topology, DEAD_LETTERS_SINK, topics.deadLetters(), PERSON_PROCESSOR);
    sink(topology, RETRIED_CONTROL_SINK, topics.control(), PERSON_PROCESSOR);
    sink(topology, RETRIED_OUTCOMES_SINK, topics.outcomes(), PERSON_PROCESSOR);
    sink(topology, RETRIED_POSTHOG_SINK, topics.posthog(), PERSON_PROCESSOR);

    source(topology, POSTHOG_SOURCE, topics.posthog(), new AppendTimeExtractor());
    topology.addProcessor(
        NORMALIZER,
        () ->
            new PostHogNormalizer(
                settings.partitions(), settings.wall(), settings.wakeups(), settings.commits()),
        POSTHOG_SOURCE);
    sink(topology, NORMALIZED_SINK, topics.events(), NORMALIZER);
    sink(topology, POSTHOG_DEAD_LETTERS_SINK, topics.deadLetters(), NORMALIZER);
    return topology;
  }

  /** Adds a source. A partition without a committed offset is read from its beginning. */
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
        new DestinationSerializer(),
        new ByteArraySerializer(),
        new DestinationPartitioner(),
        parent);
  }
}
