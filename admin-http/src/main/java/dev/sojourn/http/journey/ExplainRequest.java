package dev.sojourn.http.journey;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.http.request.FieldChecks;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Request to evaluate an event of a person against a journey. */
record ExplainRequest(
    @JsonProperty(required = true) String userId, @JsonProperty(required = true) Event event) {

  ExplainRequest {
    FieldChecks.notBlank("userId", userId);
    FieldChecks.userId("userId", userId);
  }

  /**
   * The event.
   *
   * @param properties null for none
   */
  record Event(
      @JsonProperty(required = true) String name, @Nullable Map<String, Object> properties) {

    Event {
      FieldChecks.notBlank("name", name);
      properties = properties == null ? null : new LinkedHashMap<>(properties);
    }
  }
}
