package dev.sojourn.benchmarks.floor;

import dev.sojourn.processor.engine.StateStores;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.topic.Topics;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * Topology of the floor, the baseline: it reads each event, decodes its envelope and writes one
 * history row. No engine that remembers events can do less; any cost beyond it is Sojourn's.
 */
public final class FloorTopology {

  private static final String SOURCE = "events-source";
  private static final String FLOOR = "floor";

  private FloorTopology() {}

  public static Topology build(Topics topics) {
    Topology topology = new Topology();
    topology.addSource(
        AutoOffsetReset.earliest(),
        SOURCE,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topics.events());
    topology.addProcessor(FLOOR, FloorProcessor::new, SOURCE);
    topology.addStateStore(StateStores.history(), FLOOR);
    return topology;
  }

  /** The store with its rows. */
  static String store() {
    return StoreNames.HISTORY;
  }
}
