package dev.sojourn.http.error;

import dev.sojourn.topics.json.Json;

/**
 * Body of every error response.
 *
 * @param error a message for people
 */
public record ErrorBody(String error) {

  public static final String JSON = "application/json";

  public byte[] bytes() {
    return JsonBody.withNewline(Json.bytes(this));
  }
}
