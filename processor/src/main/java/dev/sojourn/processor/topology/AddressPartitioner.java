package dev.sojourn.processor.topology;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Sends a record where its address says: to one partition, or a copy to each (KIP-837). */
final class AddressPartitioner implements StreamPartitioner<Address, byte[]> {

  @Override
  public Optional<Set<Integer>> partitions(
      String topic, Address address, byte[] value, int numPartitions) {
    return Optional.of(
        address.partition() == Address.EVERY
            ? IntStream.range(0, numPartitions).boxed().collect(Collectors.toUnmodifiableSet())
            : Set.of(address.partition() % numPartitions));
  }
}
