package dev.sojourn.processor.task;

import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Serialises the key and drops the partition, which the partitioner has already read. */
public final class DestinationSerializer implements Serializer<Destination> {

  @Override
  public byte @Nullable [] serialize(String topic, Destination destination) {
    return destination.key();
  }
}
