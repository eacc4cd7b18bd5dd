package dev.sojourn.topics.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fields of one JSON object in our formats, in document order. Nothing is coerced: a number is not
 * a string nor a string a number, and a fraction is not an integer. A value of another type is an
 * {@link IOException} that names its location; null is returned as null, for {@link #required} to
 * refuse.
 */
public final class JsonObjectReader {

  private final JsonParser json;
  private String key = "";

  JsonObjectReader(JsonParser json) {
    this.json = json;
  }

  /** Creates a value from an object's fields. */
  @FunctionalInterface
  public interface Reading<T> {
    T of(JsonObjectReader fields) throws IOException;
  }

  /** The next key, null after the last; read its value before the next key. */
  public @Nullable String next() throws IOException {
    String found = json.nextFieldName();
    if (found != null) {
      key = found;
      json.nextToken();
    }
    return found;
  }

  public @Nullable String text() throws IOException {
    return is(JsonToken.VALUE_STRING, "a text") ? json.getText() : null;
  }

  public @Nullable Integer integer() throws IOException {
    return is(JsonToken.VALUE_NUMBER_INT, "a whole number") ? json.getIntValue() : null;
  }

  public @Nullable Long number() throws IOException {
    return is(JsonToken.VALUE_NUMBER_INT, "a whole number") ? json.getLongValue() : null;
  }

  public @Nullable Instant time() throws IOException {
    return parsed(Instant::parse);
  }

  /** An object with any keys. */
  public @Nullable Map<String, Object> object() throws IOException {
    return is(JsonToken.START_OBJECT, "an object") ? JsonValues.members(json) : null;
  }

  /** A nested object with its own format. */
  public <T> @Nullable T nested(Reading<T> reading) throws IOException {
    return is(JsonToken.START_OBJECT, "an object") ? reading.of(new JsonObjectReader(json)) : null;
  }

  /** A string with a format of its own; a parser exception means an invalid value, not a bug. */
  public <T> @Nullable T parsed(Function<String, T> parser) throws IOException {
    String text = text();
    if (text == null) {
      return null;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new JsonParseException(
          json, "unexpected value for key '%s': %s".formatted(key, e.getMessage()), e);
    }
  }

  /** Ensures that a key has a value. */
  public <T> T required(@Nullable T value, String name) throws IOException {
    if (value == null) {
      throw new JsonParseException(
          json, "expected a value for key '%s', found none".formatted(name));
    }
    return value;
  }

  /** The error for an unknown current key. */
  public IOException unknown() {
    return new JsonParseException(json, "expected a known key, found '%s'".formatted(key));
  }

  private boolean is(JsonToken wanted, String what) throws IOException {
    JsonToken found = json.currentToken();
    if (found == wanted || found == JsonToken.VALUE_NULL) {
      return found == wanted;
    }
    throw new JsonParseException(
        json, "expected %s for key '%s', found %s".formatted(what, key, found));
  }
}
