package dev.sojourn.processor.registry;

import dev.sojourn.processor.deadletter.DeadLetterWriter;
import dev.sojourn.processor.history.HistoryStore;
import dev.sojourn.processor.journal.JournalWriter;
import dev.sojourn.processor.task.BackgroundTask;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.processor.task.RecordHandler;
import dev.sojourn.processor.task.ReplyTo;
import dev.sojourn.topics.registry.RegistryCatalog;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.registry.RegistryRecord;
import dev.sojourn.topics.result.Result;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;

/**
 * Handles registry entries and their deletion: later decisions of this task use them. Entries of
 * kinds that only a newer release knows are kept for it.
 */
public final class RegistryHandler implements RecordHandler {

  private final TaskRegistry cache;
  private final RegistryStore store;
  private final HistoryStore history;
  private final List<BackgroundTask> background;
  private final JournalWriter journal;
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
      RegistryStore store,
      HistoryStore history,
      List<BackgroundTask> background,
      JournalWriter journal,
      RecordForwarder forwarder,
      DeadLetterWriter deadLetters,
      int partition) {
    this.cache = cache;
    this.store = store;
    this.history = history;
    this.background = List.copyOf(background);
    this.journal = journal;
    this.forwarder = forwarder;
    this.deadLetters = deadLetters;
    this.partition = partition;
  }

  @Override
  public void handle(InputRecord record) {
    RegistryRecord change;
    try {
      change = RegistryRecord.read(record.key(), record.value());
      apply(change, record);
    } catch (KafkaException e) {
      // A store failure must stop the task.
      throw e;
    } catch (RuntimeException e) {
      deadLetters.record(
          record, DeadLetterWriter.INGEST, "invalid_registry_entry", "expected a registry entry");
      return;
    }
    if (change instanceof RegistryEntry entry) {
      background.forEach(task -> task.registryChanged(entry));
    }
    history.mark(record.intake());
    journal.registryApplied(record);
    ReplyTo.read(record.headers()).ifPresent(asker -> reply(asker, record));
  }

  private void apply(RegistryRecord change, InputRecord record) {
    String entryId = id(change, record);
    if (record.value() == null
        && record.headers().lastHeader(RegistryPublisher.BY_WRITER) == null) {
      store.forgetAuthored(entryId);
    }
    cache.apply(change, entryId, record.value(), record.offset());
  }

  /**
   * The id under which a record is kept. That of an unknown kind must not replace an entry of a
   * known one, whose value would stay in use until the next restart.
   */
  private static String id(RegistryRecord change, InputRecord record) {
    if (change instanceof RegistryEntry entry) {
      return entry.id();
    }
    String id = RegistryRecord.id(record.key());
    if (RegistryCatalog.standard().ofEntry(id).isPresent()) {
      throw new IllegalArgumentException(
          "expected the id of another kind, found '%s'".formatted(id));
    }
    return id;
  }

  private void reply(ReplyTo asker, InputRecord record) {
    Header answer = record.headers().lastHeader(RegistryPublisher.ANSWER);
    if (answer == null) {
      return;
    }
    Result said;
    try {
      said = Result.read(answer.value());
    } catch (UncheckedIOException e) {
      // Entries stay in the topic for good, with results in the form of their time. Nobody waits
      // for those any more.
      return;
    }
    forwarder.result(asker, said.from(partition, said.of()));
  }
}
