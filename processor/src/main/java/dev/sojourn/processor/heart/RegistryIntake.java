package dev.sojourn.processor.heart;

import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import org.apache.kafka.common.header.Header;

/** Takes published things: from here on this task decides by them. */
final class RegistryIntake implements HeartIntake {

  private final RegistryCache cache;
  private final Journal journal;
  private final Outbound outbound;
  private final DeadLetters deadLetters;
  private final int partition;

  RegistryIntake(
      RegistryCache cache,
      Journal journal,
      Outbound outbound,
      DeadLetters deadLetters,
      int partition) {
    this.cache = cache;
    this.journal = journal;
    this.outbound = outbound;
    this.deadLetters = deadLetters;
    this.partition = partition;
  }

  @Override
  public void take(Stimulus record) {
    byte[] value = record.value();
    if (value == null) {
      return;
    }
    RegistryEntry entry;
    try {
      entry = RegistryEntry.read(value);
    } catch (RuntimeException e) {
      deadLetters.record(
          record, DeadLetters.INGEST, "invalid_registry_entry", "expected a registry entry");
      return;
    }
    cache.put(entry, value);
    journal.registryAt(record.offset());
    Header answer = record.headers().lastHeader(RegistryCommands.ANSWER);
    if (answer != null) {
      Result said = Json.read(answer.value(), Result.class);
      Result mine = new Result(partition, said.of(), said.status(), said.error(), said.body());
      ReplyTo.read(record.headers()).ifPresent(asker -> outbound.result(asker, mine));
    }
  }
}
