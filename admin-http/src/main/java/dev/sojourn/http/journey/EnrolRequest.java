package dev.sojourn.http.journey;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.FieldChecks;
import dev.sojourn.journeys.decide.Limits;
import dev.sojourn.topics.event.CanonicalEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Request to enrol one person.
 *
 * @param properties of the trigger event, null for none
 */
record EnrolRequest(
    @JsonProperty(required = true) String userId,
    @JsonProperty(required = true) String userEmail,
    @Nullable Map<String, Object> properties) {

  EnrolRequest {
    FieldChecks.notBlank("userId", userId);
    FieldChecks.userId("userId", userId);
    FieldChecks.notBlank("userEmail", userEmail);
    FieldChecks.email("userEmail", userEmail);
    properties = properties == null ? null : new LinkedHashMap<>(properties);
  }

  /**
   * The trigger event that enrols the person.
   *
   * @param key by which repeats are recognised
   * @throws RefusedException with 413 when the event is too large
   */
  CanonicalEvent trigger(String event, String key) {
    CanonicalEvent trigger =
        new CanonicalEvent(
            key,
            event,
            userId,
            null,
            properties == null ? Map.of() : properties,
            userEmail,
            "admin",
            null);
    if (trigger.bytes().length > Limits.EVENT) {
      throw RefusedException.tooLarge(
          "expected an event of at most %d bytes for user '%s'".formatted(Limits.EVENT, userId));
    }
    return trigger;
  }
}
