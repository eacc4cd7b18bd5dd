package dev.sojourn.processor.deadletter;

import dev.sojourn.processor.deadletter.DeadLetterStore.DeadLetter;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.RecordHandler;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.person.UserIds;
import dev.sojourn.topics.topic.Headers;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads dead letters back, so that they can be listed and redriven. */
public final class DeadLetterHandler implements RecordHandler {

  private final DeadLetterStore store;
  private final ErasedStore erased;
  private final EngineMeters meters;

  public DeadLetterHandler(DeadLetterStore store, ErasedStore erased, EngineMeters meters) {
    this.store = store;
    this.erased = erased;
    this.meters = meters;
  }

  @Override
  public void handle(InputRecord record) {
    String key = key(record);
    if (key != null && erased.contains(key)) {
      return;
    }
    String source = Headers.text(record.headers(), Headers.SOURCE).orElse(DeadLetterWriter.INGEST);
    DeadLetter deadLetter =
        new DeadLetter(
            DeadLetter.PENDING,
            source,
            Headers.text(record.headers(), Headers.REASON).orElse("unknown"),
            Headers.text(record.headers(), Headers.MESSAGE).orElse(null),
            origin(record),
            record.intake(),
            key,
            source.equals(DeadLetterWriter.JOURNEY) ? instance(record) : null,
            null,
            null);
    if (store.put(record.offset(), deadLetter)) {
      meters.deadLetter(deadLetter.source(), deadLetter.reason());
    }
  }

  private static @Nullable String key(InputRecord record) {
    byte[] key = record.key();
    String text = key == null ? "" : new String(key, StandardCharsets.UTF_8);
    return UserIds.flaw(text).isEmpty() ? text : null;
  }

  /** The failed instance; null when the engine did not write this value. */
  private static @Nullable String instance(InputRecord record) {
    byte[] value = record.value();
    try {
      return value != null && Json.read(value, Map.class).get("stateId") instanceof String id
          ? id
          : null;
    } catch (UncheckedIOException e) {
      return null;
    }
  }

  private static @Nullable String origin(InputRecord record) {
    return Headers.text(record.headers(), Headers.SOURCE_TOPIC)
        .map(
            topic ->
                topic
                    + "-"
                    + Headers.text(record.headers(), Headers.SOURCE_PARTITION).orElse("")
                    + "-"
                    + Headers.text(record.headers(), Headers.SOURCE_OFFSET).orElse(""))
        .orElse(null);
  }
}
