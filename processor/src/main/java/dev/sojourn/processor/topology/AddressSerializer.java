package dev.sojourn.processor.topology;

import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes the key and drops the address, which the partitioner has read. */
final class AddressSerializer implements Serializer<Address> {

  @Override
  public byte @Nullable [] serialize(String topic, Address address) {
    return address.key();
  }
}
