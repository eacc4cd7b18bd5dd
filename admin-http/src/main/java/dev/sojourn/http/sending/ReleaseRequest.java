package dev.sojourn.http.sending;

import dev.sojourn.http.request.FieldChecks;
import dev.sojourn.journeys.registry.Hold;
import org.jspecify.annotations.Nullable;

/**
 * Request to release held sends.
 *
 * @param perSecond sends a second, null for the default
 */
record ReleaseRequest(@Nullable Integer perSecond) {

  ReleaseRequest {
    FieldChecks.range("perSecond", perSecond, 1, Hold.MAX_PER_SECOND);
  }

  int rate() {
    return perSecond == null ? Hold.DEFAULT_PER_SECOND : perSecond;
  }
}
