package dev.sojourn.http.error;

import dev.sojourn.topics.json.Json;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes JSON responses: compact for programs, indented for people. Each ends with a newline, so
 * that a terminal shows its prompt on a line of its own.
 */
public final class JsonBody {

  /** The query parameter that asks for indented JSON; {@code false} asks for compact JSON. */
  public static final String PRETTY = "pretty";

  private static final String ANY_TYPE = "*/*";

  private JsonBody() {}

  /** Writes a response body. */
  public static void write(Context ctx, int status, Object body) {
    byte[] json = isPretty(ctx) ? Json.indented(body) : Json.bytes(body);
    ctx.status(status).contentType(ErrorBody.JSON).result(withNewline(json));
  }

  /**
   * As the parameter says; without it, indented when the client is curl and sets no Accept type.
   */
  private static boolean isPretty(Context ctx) {
    String query = ctx.queryString();
    if (query != null && query.contains(PRETTY)) {
      String value = ctx.queryParam(PRETTY);
      if (value != null) {
        return !value.equalsIgnoreCase("false");
      }
    }
    String agent = ctx.userAgent();
    String accept = ctx.header("Accept");
    return agent != null
        && agent.toLowerCase(Locale.ROOT).startsWith("curl/")
        && (accept == null || accept.equals(ANY_TYPE));
  }

  /** Appends a newline. */
  static byte[] withNewline(byte[] json) {
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }
}
