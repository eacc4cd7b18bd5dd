package dev.sojourn.processor.registry;

import dev.sojourn.processor.deadletter.DeadLetterWriter;
import dev.sojourn.processor.history.HistoryStore;
import dev.sojourn.processor.task.BackgroundTask;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.processor.task.RecordHandler;
import dev.sojourn.processor.task.ReplyTo;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;

/** Handles registry entries: later decisions of this task use them. */
public final class RegistryHandler implements RecordHandler {

  private final TaskRegistry cache;
  private final HistoryStore history;
  private final List<BackgroundTask> background;
  private final RecordForwarder forwarder;
  private final DeadLetterWriter deadLetters;
  private final int partition;

  /**
   * Creates a handler.
   *
   * @param background told of each entry, once decisions use it
   */
  public RegistryHandler(
      TaskRegistry cache,
      HistoryStore history,
      List<BackgroundTask> background,
      RecordForwarder forwarder,
      DeadLetterWriter deadLetters,
      int partition) {
    this.cache = cache;
    this.history = history;
    this.background = List.copyOf(background);
    this.forwarder = forwarder;
    this.deadLetters = deadLetters;
    this.partition = partition;
  }

  @Override
  public void handle(InputRecord record) {
    byte[] value = record.value();
    if (value == null) {
      return;
    }
    Header answer = record.headers().lastHeader(RegistryPublisher.ANSWER);
    RegistryEntry entry;
    Optional<Result> said;
    try {
      said =
          answer == null ? Optional.empty() : Optional.of(Json.read(answer.value(), Result.class));
      entry = RegistryEntry.read(value);
      cache.put(entry, value, record.offset());
    } catch (KafkaException e) {
      // A store failure must stop the task.
      throw e;
    } catch (RuntimeException e) {
      deadLetters.record(
          record, DeadLetterWriter.INGEST, "invalid_registry_entry", "expected a registry entry");
      return;
    }
    background.forEach(task -> task.registryChanged(entry));
    history.mark(record.intake());
    Optional<ReplyTo> asker = ReplyTo.read(record.headers());
    if (said.isPresent() && asker.isPresent()) {
      forwarder.result(asker.get(), mine(said.get()));
    }
  }

  private Result mine(Result said) {
    return new Result(partition, said.of(), said.status(), said.error(), said.body());
  }
}
