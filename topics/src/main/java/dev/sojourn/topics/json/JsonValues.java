package dev.sojourn.topics.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON read and written token by token, for the records of each decision: by hand, because the
 * mappers of {@link Json} go through reflection. The format is the same. Thread-safe.
 *
 * <p>A plain value is null, a string, a boolean, a number, a list or a map of plain values.
 * Integers are read as the smallest of Integer, Long and BigInteger, other numbers as Double,
 * objects as maps in document order.
 */
public final class JsonValues {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Limits stack use, as in Json.
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build())
          // Keys come from users: interned, they would fill the JVM's string table.
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .build();

  private JsonValues() {}

  /** Something that can write itself as JSON. */
  @FunctionalInterface
  public interface Content {
    void writeTo(JsonGenerator json) throws IOException;
  }

  /**
   * Writes an object.
   *
   * @throws IllegalStateException when it holds a value that JSON cannot represent
   */
  public static byte[] bytes(Map<String, Object> object) {
    return bytes(json -> write(json, object));
  }

  /**
   * Writes one value of any kind.
   *
   * @throws IllegalStateException when it cannot be written
   */
  public static byte[] bytes(Content content) {
    BufferRecycler recycler = FACTORY._getBufferRecycler();
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(recycler)) {
      try (JsonGenerator json = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
        content.writeTo(json);
      }
      return bytes.getClearAndRelease();
    } catch (IOException e) {
      throw new IllegalStateException("expected values that can be written as JSON", e);
    } finally {
      recycler.releaseToPool();
    }
  }

  /** Writes a plain value at the generator's current position. */
  public static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Integer integer) {
      json.writeNumber(integer);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Double fraction) {
      json.writeNumber(fraction);
    } else if (value instanceof Long whole) {
      json.writeNumber(whole);
    } else if (value instanceof BigInteger large) {
      json.writeNumber(large);
    } else if (value instanceof Map<?, ?> object) {
      writeObject(json, object);
    } else if (value instanceof List<?> list) {
      writeList(json, list);
    } else {
      // A journey built with the Java DSL may contain a time object where JSON has a string.
      Json.mapper().writeValue(json, value);
    }
  }

  private static void writeObject(JsonGenerator json, Map<?, ?> object) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> member : object.entrySet()) {
      if (member.getKey() == null) {
        throw new JsonGenerationException("expected a text for a key, found null", json);
      }
      json.writeFieldName(member.getKey().toString());
      write(json, member.getValue());
    }
    json.writeEndObject();
  }

  private static void writeList(JsonGenerator json, List<?> list) throws IOException {
    json.writeStartArray();
    for (Object element : list) {
      write(json, element);
    }
    json.writeEndArray();
  }

  /** Parses an object that we wrote. */
  public static Map<String, Object> object(byte[] bytes) {
    try {
      return object(bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException("expected a JSON object", e);
    }
  }

  /**
   * Parses an object with any keys; null yields an empty one, and of duplicate keys the last
   * counts, as in JavaScript. Anything after the object is ignored.
   */
  public static Map<String, Object> object(byte[] bytes, int offset, int length)
      throws IOException {
    try (JsonParser json = FACTORY.createParser(bytes, offset, length)) {
      JsonToken first = json.nextToken();
      if (first == JsonToken.VALUE_NULL) {
        return Map.of();
      }
      if (first != JsonToken.START_OBJECT) {
        throw new JsonParseException(json, "expected an object, found " + first);
      }
      return members(json);
    }
  }

  /**
   * Parses one of our records as strictly as the mappers do: an unknown key, a duplicate key at any
   * depth, and text after the record are errors.
   *
   * @throws UncheckedIOException when it is something else
   */
  public static <T> T read(byte[] bytes, Class<T> type, JsonObjectReader.Reading<T> reading) {
    try (JsonParser json = FACTORY.createParser(bytes)) {
      json.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
      JsonToken first = json.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw new JsonParseException(json, "expected an object, found " + first);
      }
      T value = reading.of(new JsonObjectReader(json));
      if (json.nextToken() != null) {
        throw new JsonParseException(json, "expected one object, found more");
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException("expected a " + type.getSimpleName(), e);
    }
  }

  /** The rest of an object whose opening brace was just read. */
  static Map<String, Object> members(JsonParser json) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    String key = json.nextFieldName();
    while (key != null) {
      json.nextToken();
      put(members, key, value(json));
      key = json.nextFieldName();
    }
    return members;
  }

  @SuppressWarnings("NullAway") // plain values may be null, as everywhere in contexts and contacts
  private static void put(Map<String, Object> members, String key, @Nullable Object value) {
    members.put(key, value);
  }

  private static @Nullable Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> json.getNumberValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case START_OBJECT -> members(json);
      case START_ARRAY -> elements(json);
      default -> throw new JsonParseException(json, "expected a value");
    };
  }

  private static List<@Nullable Object> elements(JsonParser json) throws IOException {
    List<@Nullable Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(json));
    }
    return elements;
  }
}
