package dev.sojourn.topics.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.topic.Headers;
import java.io.UncheckedIOException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Actor who makes a request.
 *
 * @param name the name of the key that was used, {@code admin} for the key from the environment;
 *     for a part of Sojourn itself, the name of that part
 * @param keyId null for an actor without a key in the registry
 * @param address where the request came from, null unless it came over HTTP
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Actor(
    @JsonProperty(required = true) String name, @Nullable String keyId, @Nullable String address) {

  /** The publisher of a folder of journeys. */
  public static final Actor FOLDER = new Actor("folder", null, null);

  /** The actor of a record that does not name one. */
  public static final Actor UNKNOWN = new Actor("unknown", null, null);

  /** In bytes. Far more than we write; a longer header is not ours. */
  private static final int LONGEST = 4 * 1024;

  public byte[] bytes() {
    return Json.bytes(this);
  }

  /** The actor in a record's headers; {@link #UNKNOWN} when it is absent or malformed. */
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
