package dev.sojourn.http.error;

import dev.sojourn.topics.json.Json;

/**
 * The one shape of everything that is not an answer.
 *
 * @param error for people
 */
public record ErrorBody(String error) {

  public static final String JSON = "application/json";

  public byte[] bytes() {
    return JsonBody.withNewline(Json.bytes(this));
  }
}
