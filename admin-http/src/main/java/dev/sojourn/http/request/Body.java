package dev.sojourn.http.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.topics.json.MalformedJson;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the JSON body of a request. */
final class Body {

  /** Bytes of too large a body that are read and discarded, so that the caller sees the 413. */
  private static final long DRAINED = 64L * 1024 * 1024;

  private Body() {}

  static byte[] bytes(Context ctx, int max) {
    byte[] bytes = bytesIfAny(ctx, max);
    if (bytes.length == 0) {
      throw RefusedException.invalid("expected JSON in the body, found nothing");
    }
    return bytes;
  }

  static byte[] bytesIfAny(Context ctx, int max) {
    checkEncoding(ctx);
    byte[] bytes = read(ctx, max);
    if (bytes.length > 0) {
      // After the length, so that a missing body is reported as missing.
      checkType(ctx.contentType());
    }
    return bytes;
  }

  static JsonNode json(byte[] bytes, ObjectMapper mapper) {
    try {
      JsonNode node = mapper.readTree(bytes);
      if (node == null || node.isMissingNode()) {
        throw RefusedException.invalid("expected JSON in the body, found nothing");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw RefusedException.invalid(MalformedJson.text(e));
    } catch (IOException e) {
      throw RefusedException.invalid("malformed JSON");
    }
  }

  private static byte[] read(Context ctx, int max) {
    try {
      InputStream in = ctx.req().getInputStream();
      byte[] bytes = in.readNBytes(max + 1);
      if (bytes.length > max) {
        drain(in);
        throw RefusedException.tooLarge("expected a body of at most %d bytes".formatted(max));
      }
      return bytes;
    } catch (IOException e) {
      throw RefusedException.invalid("the body ended early");
    }
  }

  private static void drain(InputStream in) throws IOException {
    byte[] dropped = new byte[64 * 1024];
    long left = DRAINED;
    int read = 0;
    while (left > 0 && read >= 0) {
      read = in.read(dropped);
      left -= read;
    }
  }

  private static void checkType(@Nullable String type) {
    if (type == null) {
      throw new RefusedException(415, "expected content type application/json, found none");
    }
    String lower = type.toLowerCase(Locale.ROOT).replace(" ", "");
    int end = lower.indexOf(';');
    String media = end < 0 ? lower : lower.substring(0, end);
    boolean json = media.equals("application/json") || media.endsWith("+json");
    int charset = lower.indexOf("charset=");
    boolean utf8 =
        charset < 0 || lower.substring(charset + 8).replace("\"", "").startsWith("utf-8");
    if (!json || !utf8) {
      throw new RefusedException(
          415, "expected content type application/json in UTF-8, found '%s'".formatted(type));
    }
  }

  private static void checkEncoding(Context ctx) {
    String encoding = ctx.header("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new RefusedException(
          415, "expected a body without content encoding, found '%s'".formatted(encoding));
    }
  }
}
