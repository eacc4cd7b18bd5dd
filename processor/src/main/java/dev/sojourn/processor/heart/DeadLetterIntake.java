package dev.sojourn.processor.heart;

import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.store.DeadLetterStore;
import dev.sojourn.processor.store.DeadLetterStore.DeadLetter;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.person.UserIds;
import dev.sojourn.topics.topic.Headers;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes dead letters back in, to list them. */
final class DeadLetterIntake implements HeartIntake {

  private final DeadLetterStore store;
  private final PersonDesk desk;
  private final EngineMeters meters;

  DeadLetterIntake(DeadLetterStore store, PersonDesk desk, EngineMeters meters) {
    this.store = store;
    this.desk = desk;
    this.meters = meters;
  }

  @Override
  public void take(Stimulus record) {
    String key = key(record);
    if (key != null && desk.wasErased(key)) {
      return;
    }
    String source = Headers.text(record.headers(), Headers.SOURCE).orElse(DeadLetters.INGEST);
    DeadLetter letter =
        new DeadLetter(
            DeadLetter.PENDING,
            source,
            Headers.text(record.headers(), Headers.REASON).orElse("unknown"),
            Headers.text(record.headers(), Headers.MESSAGE).orElse(null),
            origin(record),
            record.intake(),
            key,
            source.equals(DeadLetters.JOURNEY) ? instance(record) : null,
            null,
            null);
    if (store.put(record.offset(), letter)) {
      meters.deadLetter(letter.source(), letter.reason());
    }
  }

  private static @Nullable String key(Stimulus record) {
    byte[] key = record.key();
    String text = key == null ? "" : new String(key, StandardCharsets.UTF_8);
    return UserIds.flaw(text).isEmpty() ? text : null;
  }

  /** The instance that has failed; null when somebody else has written what stands here. */
  private static @Nullable String instance(Stimulus record) {
    byte[] value = record.value();
    try {
      return value != null && Json.read(value, Map.class).get("stateId") instanceof String id
          ? id
          : null;
    } catch (UncheckedIOException e) {
      return null;
    }
  }

  private static @Nullable String origin(Stimulus record) {
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
