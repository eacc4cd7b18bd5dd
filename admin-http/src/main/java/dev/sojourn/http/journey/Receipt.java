package dev.sojourn.http.journey;

import dev.sojourn.http.error.Rejections;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Answer.EventDecided;
import dev.sojourn.topics.result.Result;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Receipt of the engine for an event, read for one journey. */
record Receipt(Result result) {

  /** Whether the event was decided before; the receipt of a repeat does not contain the result. */
  boolean isRepeat() {
    return result.rejection() == null && !result.answer(EventDecided.class).stored();
  }

  /** Why the event did not start this journey, empty when it did. */
  Optional<String> refusal(String journeyId, Rejections rejections) {
    Rejection rejection = result.rejection();
    if (rejection != null) {
      return Optional.of(
          rejection.kind() == Rejection.Kind.ERASED ? "erased" : rejections.text(rejection));
    }
    Answer.@Nullable Entry entry = result.answer(EventDecided.class).entries().get(journeyId);
    if (entry == null) {
      // The journey's trigger may have changed in the meantime.
      return Optional.of("not_triggered");
    }
    return Optional.ofNullable(entry.reason()).map(RefusalReason::json);
  }
}
