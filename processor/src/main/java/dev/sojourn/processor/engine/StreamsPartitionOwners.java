package dev.sojourn.processor.engine;

import dev.sojourn.processor.query.PartitionOwners;
import dev.sojourn.processor.task.StoreNames;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;

/** Partition owners as of the last rebalance. */
final class StreamsPartitionOwners implements PartitionOwners {

  private final KafkaStreams streams;
  private final String events;
  private final int partitions;
  private final String host;
  private final int port;

  /**
   * Owners by the tasks of the engine.
   *
   * @param events the topic whose partitions show which tasks a node has
   */
  StreamsPartitionOwners(
      KafkaStreams streams, String events, int partitions, String host, int port) {
    this.streams = streams;
    this.events = events;
    this.partitions = partitions;
    this.host = host;
    this.port = port;
  }

  @Override
  public int partitions() {
    return partitions;
  }

  @Override
  public Optional<Owner> ownerOf(int partition) {
    if (!streams.state().isRunningOrRebalancing()) {
      return Optional.empty();
    }
    for (StreamsMetadata node : streams.streamsMetadataForStore(StoreNames.STATE)) {
      boolean owns =
          node.topicPartitions().stream()
              .anyMatch(one -> one.partition() == partition && one.topic().equals(events));
      if (owns) {
        boolean local = node.host().equals(host) && node.port() == port;
        return Optional.of(new Owner(node.host(), node.port(), local));
      }
    }
    return Optional.empty();
  }
}
