package dev.sojourn.processor.engine;

import dev.sojourn.processor.posthog.PostHogNormalizer;
import dev.sojourn.processor.task.AppendTimeExtractor;
import dev.sojourn.processor.task.Destination;
import dev.sojourn.processor.task.DestinationPartitioner;
import dev.sojourn.processor.task.DestinationSerializer;
import dev.sojourn.processor.task.InputTopic;
import dev.sojourn.processor.task.NodeNames;
import dev.sojourn.topics.topic.Topics;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The topology: the person processor with five sources, a sink and four stores; upstream of it, the
 * stateless normalizer of raw PostHog events. A sink writes to the topics that each record's {@link
 * Destination} names.
 *
 * <pre>
 *  events ───────┐                           ┌─> events       (emitted, rerouted, redriven)
 *  outcomes ─────┤                           ├─> actions      (to delivery)
 *  control ──────┼──> person-processor ──────┼─> registry     (to every partition)
 *  registry ─────┤     state  timers         ├─> results      (to the requesting node)
 *  dead-letters ─┘     counters  history     ├─> journal
 *                                            ├─> dead-letters
 *                                            └─> control, outcomes, posthog  (redriven)
 *
 *  posthog ─────────> normalizer ─────────┬─> events
 *                                         └─> dead-letters
 * </pre>
 */
public final class EngineTopology {

  private EngineTopology() {}

  /** All input topics. */
  public static Set<String> inputs(Topics topics) {
    return Stream.concat(
            Arrays.stream(InputTopic.values()).map(input -> input.in(topics)),
            Stream.of(topics.posthog()))
        .collect(Collectors.toUnmodifiableSet());
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
    for (InputTopic input : InputTopic.values()) {
      source(topology, input.sourceNode(), input.in(topics), input.extractor());
    }
    topology.addProcessor(
        NodeNames.PERSON_PROCESSOR,
        () -> new PersonProcessor(settings),
        Arrays.stream(InputTopic.values()).map(InputTopic::sourceNode).toArray(String[]::new));
    topology.addStateStore(StateStores.state(), NodeNames.PERSON_PROCESSOR);
    topology.addStateStore(StateStores.timers(), NodeNames.PERSON_PROCESSOR);
    topology.addStateStore(StateStores.counters(), NodeNames.PERSON_PROCESSOR);
    topology.addStateStore(StateStores.history(), NodeNames.PERSON_PROCESSOR);
    sink(topology, NodeNames.SINK, topics, NodeNames.PERSON_PROCESSOR);

    source(topology, NodeNames.POSTHOG_SOURCE, topics.posthog(), new AppendTimeExtractor());
    topology.addProcessor(
        NodeNames.NORMALIZER,
        () ->
            new PostHogNormalizer(
                settings.partitions(), settings.wall(), settings.wakeups(), settings.commits()),
        NodeNames.POSTHOG_SOURCE);
    sink(topology, NodeNames.NORMALIZED_SINK, topics, NodeNames.NORMALIZER);
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

  private static void sink(Topology topology, String name, Topics topics, String parent) {
    topology.addSink(
        name,
        (Destination to, byte[] value, RecordContext context) -> topics.name(to.topic()),
        new DestinationSerializer(),
        new ByteArraySerializer(),
        new DestinationPartitioner(),
        parent);
  }
}
