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
 * The fields of one object of ours, in the order in which they stand there. Nothing is coerced: a
 * number is no text and a text no number, and a fraction is no whole number. A value of another
 * type is an {@link IOException} that says where; null is null, for {@link #required} to refuse.
 */
public final class JsonObjectReader {

  private final JsonParser json;
  private String key = "";

  JsonObjectReader(JsonParser json) {
    this.json = json;
  }

  /** What makes a value of an object's fields. */
  @FunctionalInterface
  public interface Reading<T> {
    T of(JsonObjectReader fields) throws IOException;
  }

  /** The next key, null after the last; its value must be read before the next. */
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

  /** An object of any shape. */
  public @Nullable Map<String, Object> object() throws IOException {
    return is(JsonToken.START_OBJECT, "an object") ? JsonValues.members(json) : null;
  }

  /** An object of a shape of its own. */
  public <T> @Nullable T nested(Reading<T> reading) throws IOException {
    return is(JsonToken.START_OBJECT, "an object") ? reading.of(new JsonObjectReader(json)) : null;
  }

  /** A text that means something; what its parser throws is a wrong value, not a bug. */
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

  /** That a key has a value. */
  public <T> T required(@Nullable T value, String name) throws IOException {
    if (value == null) {
      throw new JsonParseException(
          json, "expected a value for key '%s', found none".formatted(name));
    }
    return value;
  }

  /** That nobody knows the key at hand. */
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
