package dev.sojourn.processor.heart;

import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.store.DeadLetterStore;
import dev.sojourn.processor.store.DeadLetterStore.DeadLetter;
import dev.sojourn.topics.topic.Headers;
import org.jspecify.annotations.Nullable;

/** Takes dead letters back in, to list them. */
final class DeadLetterIntake implements HeartIntake {

  private final DeadLetterStore store;
  private final EngineMeters meters;

  DeadLetterIntake(DeadLetterStore store, EngineMeters meters) {
    this.store = store;
    this.meters = meters;
  }

  @Override
  public void take(Stimulus record) {
    DeadLetter letter =
        new DeadLetter(
            DeadLetter.PENDING,
            Headers.text(record.headers(), Headers.SOURCE).orElse(DeadLetters.INGEST),
            Headers.text(record.headers(), Headers.REASON).orElse("unknown"),
            Headers.text(record.headers(), Headers.MESSAGE).orElse(null),
            origin(record),
            record.intake());
    if (store.put(record.offset(), letter)) {
      meters.deadLetter(letter.source(), letter.reason());
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
