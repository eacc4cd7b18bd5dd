package dev.sojourn.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** What the server answered. */
record Reply(String request, int status, HttpHeaders headers, String text) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Reply of(HttpResponse<String> response) {
    return new Reply(
        response.request().method() + " " + response.request().uri(),
        response.statusCode(),
        response.headers(),
        response.body());
  }

  /** The body once it has this status. */
  JsonNode expect(int expected) {
    assertThat(status).as("%s answered %s", request, text).isEqualTo(expected);
    return json();
  }

  /** The text of an error in our shape, which has no other field, once it has this status. */
  String refused(int expected) {
    JsonNode body = expect(expected);
    assertThat(body.fieldNames())
        .toIterable()
        .as("%s answered %s", request, text)
        .contains("error");
    assertThat(header("Content-Type")).startsWith("application/json");
    // Nothing of our inside is anybody's business.
    assertThat(text).doesNotContain("Exception", "dev.sojourn", "org.apache", "\tat ");
    return body.get("error").asText();
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  JsonNode json() {
    try {
      return text.isEmpty() ? MissingNode.getInstance() : MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("%s answered no JSON: %s".formatted(request, text), e);
    }
  }
}
