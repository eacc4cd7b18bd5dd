package dev.sojourn.processor.heart;

import dev.sojourn.processor.store.HistoryStore;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;

/** Takes published things: from here on this task decides by them. */
final class RegistryIntake implements HeartIntake {

  private final RegistryCache cache;
  private final HistoryStore history;
  private final Releases releases;
  private final CancelJobs jobs;
  private final Journal journal;
  private final Outbound outbound;
  private final DeadLetters deadLetters;
  private final int partition;

  RegistryIntake(
      RegistryCache cache,
      HistoryStore history,
      Releases releases,
      CancelJobs jobs,
      Journal journal,
      Outbound outbound,
      DeadLetters deadLetters,
      int partition) {
    this.cache = cache;
    this.history = history;
    this.releases = releases;
    this.jobs = jobs;
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
    Header answer = record.headers().lastHeader(RegistryCommands.ANSWER);
    RegistryEntry entry;
    Optional<Result> said;
    try {
      said =
          answer == null ? Optional.empty() : Optional.of(Json.read(answer.value(), Result.class));
      entry = RegistryEntry.read(value);
      cache.put(entry, value);
    } catch (KafkaException e) {
      // The store fails: whoever started this must stop.
      throw e;
    } catch (RuntimeException e) {
      deadLetters.record(
          record, DeadLetters.INGEST, "invalid_registry_entry", "expected a registry entry");
      return;
    }
    if (entry instanceof RegistryEntry.OfJob job) {
      jobs.take(job.job(), job.createdAt());
    } else if (entry instanceof RegistryEntry.OfHold) {
      releases.wake();
    }
    history.mark(record.intake());
    journal.registryAt(record.offset());
    Optional<ReplyTo> asker = ReplyTo.read(record.headers());
    if (said.isPresent() && asker.isPresent()) {
      outbound.result(asker.get(), mine(said.get()));
    }
  }

  private Result mine(Result said) {
    return new Result(partition, said.of(), said.status(), said.error(), said.body());
  }
}
