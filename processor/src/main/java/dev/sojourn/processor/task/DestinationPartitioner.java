package dev.sojourn.processor.task;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Partitioner that follows a record's destination: one partition, or a copy to each (KIP-837). */
public final class DestinationPartitioner implements StreamPartitioner<Destination, byte[]> {

  @Override
  public Optional<Set<Integer>> partitions(
      String topic, Destination destination, byte[] value, int numPartitions) {
    return Optional.of(
        destination.partition() == Destination.EVERY
            ? IntStream.range(0, numPartitions).boxed().collect(Collectors.toUnmodifiableSet())
            : Set.of(destination.partition() % numPartitions));
  }
}
