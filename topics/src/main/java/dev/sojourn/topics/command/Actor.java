package dev.sojourn.topics.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.topic.Headers;
import java.io.UncheckedIOException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for something.
 *
 * @param name of the key that was used, {@code admin} for the one of the environment; what it is
 *     for a part of Sojourn itself
 * @param keyId null for who has no key in the registry
 * @param address where the request came from, null for what came in no other way than the log
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Actor(
    @JsonProperty(required = true) String name, @Nullable String keyId, @Nullable String address) {

  /** Whoever publishes a folder of journeys. */
  public static final Actor FOLDER = new Actor("folder", null, null);

  /** Of a record that does not say. */
  public static final Actor UNKNOWN = new Actor("unknown", null, null);

  /** Far more than we write; a longer header is none of ours. */
  private static final int LONGEST = 4 * 1024;

  public byte[] bytes() {
    return Json.bytes(this);
  }

  /** Who a record says it is from; {@link #UNKNOWN} when it does not, or not in our words. */
  public static Actor read(org.apache.kafka.common.header.Headers headers) {
    Header header = headers.lastHeader(Headers.ACTOR);
    byte[] value = header == null ? null : header.value();
    if (value == null || value.length > LONGEST) {
      return UNKNOWN;
    }
    try {
      return Json.read(value, Actor.class);
    } catch (UncheckedIOException e) {
      return UNKNOWN;
    }
  }
}
