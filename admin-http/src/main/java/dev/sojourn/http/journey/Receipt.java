package dev.sojourn.http.journey;

import dev.sojourn.topics.result.Result;
import java.util.Map;
import java.util.Optional;

/** Receipt of the engine for an event, read for one journey. */
record Receipt(Result result) {

  /** The status of a receipt for an erased person. */
  private static final int GONE = 410;

  /** Whether the event was decided before; the receipt of a repeat does not contain the result. */
  boolean isRepeat() {
    return result.status() == 200 && Boolean.FALSE.equals(result.body().get("stored"));
  }

  /** Why the event did not start this journey, empty when it did. */
  Optional<String> refusal(String journeyId) {
    if (result.status() == GONE) {
      return Optional.of("erased");
    }
    if (result.status() != 200) {
      return Optional.of(result.error() == null ? "refused" : String.valueOf(result.error()));
    }
    if (result.body().get("entries") instanceof Map<?, ?> entries
        && entries.get(journeyId) instanceof Map<?, ?> entry) {
      return Optional.ofNullable(entry.get("reason")).map(String::valueOf);
    }
    // The journey's trigger may have changed in the meantime.
    return Optional.of("not_triggered");
  }
}
