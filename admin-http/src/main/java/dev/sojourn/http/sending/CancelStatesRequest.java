package dev.sojourn.http.sending;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.http.request.FieldChecks;
import dev.sojourn.journeys.instance.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Request to cancel many instances of a journey. Each filter is null when any value matches.
 *
 * @param status of the instances, a live one
 * @param version of the journey, from 1
 * @param limit instances at most
 */
record CancelStatesRequest(
    @Nullable String status,
    @Nullable Integer version,
    @Nullable Instant enteredBefore,
    @JsonProperty(required = true) int limit) {

  private static final List<String> LIVE = List.of(Status.ACTIVE.json(), Status.WAITING.json());
  private static final int MOST = 1_000_000;

  CancelStatesRequest {
    FieldChecks.oneOf("status", status, LIVE);
    FieldChecks.range("version", version, 1, Integer.MAX_VALUE);
    FieldChecks.range("limit", limit, 1, MOST);
  }
}
