package dev.sojourn.http.operations;

import dev.sojourn.topics.result.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The engine's receipt for an event, asked about one journey. */
record Receipt(Result result) {

  /** Why the event did not enter its person into this journey, empty when it did. */
  Optional<String> refusal(String journeyId) {
    if (result.status() != 200) {
      return Optional.of(result.error() == null ? "refused" : String.valueOf(result.error()));
    }
    if (result.body().get("entries") instanceof List<?> entries) {
      for (Object one : entries) {
        if (one instanceof Map<?, ?> entry && journeyId.equals(entry.get("journeyId"))) {
          return Optional.ofNullable(entry.get("reason")).map(String::valueOf);
        }
      }
    }
    // A repeat is not decided again, and a journey can have got another trigger meanwhile.
    return Optional.of(
        Boolean.FALSE.equals(result.body().get("stored")) ? "duplicate" : "not_triggered");
  }
}
