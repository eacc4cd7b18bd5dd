package dev.sojourn.topics.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.topics.json.Json;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Event to append to the log.
 *
 * @param uuid the producer's id or idempotency key, by which duplicates are recognised
 * @param distinctId the user id
 * @param timestamp event time; append time when null
 * @param properties including {@code $set}, {@code $set_once} and {@code $unset}
 * @param source the endpoint it came through, such as {@code api} or {@code posthog}
 * @param historical an import, which triggers nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CanonicalEvent(
    @Nullable String uuid,
    String event,
    @JsonProperty("distinct_id") String distinctId,
    @Nullable Instant timestamp,
    Map<String, Object> properties,
    @Nullable String email,
    @Nullable String source,
    @JsonProperty("historical_migration") @Nullable Boolean historical) {

  public byte[] bytes() {
    return Json.bytes(this);
  }
}
