package dev.sojourn.http.journey;

import dev.sojourn.topics.result.Result;
import java.util.Map;
import java.util.Optional;

/** The engine's receipt for an event, asked about one journey. */
record Receipt(Result result) {

  /** The status of a receipt for somebody who was erased. */
  private static final int GONE = 410;

  /** Whether the event was decided before; a repeat's receipt says nothing of what came of it. */
  boolean isRepeat() {
    return result.status() == 200 && Boolean.FALSE.equals(result.body().get("stored"));
  }

  /** Why the event did not enter its person into this journey, empty when it did. */
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
    // The journey can have got another trigger meanwhile.
    return Optional.of("not_triggered");
  }
}
