package dev.sojourn.http.request;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.topics.json.BindingErrors;
import dev.sojourn.topics.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Binds the JSON object of a body to a request record. Whatever does not fit is refused with 400
 * and the path of the field.
 *
 * <p>A component that the body must have is {@code @JsonProperty(required = true)}; an optional one
 * is null when it is absent or null, since many clients write absent values as null. The record's
 * constructor checks the values and throws {@link InvalidFieldException}. Thread-safe.
 */
public final class BodyBinding {

  private static final ObjectMapper MAPPER =
      Json.mapper()
          .copy()
          .registerModule(
              new SimpleModule()
                  .addDeserializer(String.class, new TextReader())
                  .addDeserializer(Instant.class, new TimeReader()));

  private static final String STRING = "a string";
  private static final BindingErrors ERRORS = new BindingErrors(MAPPER);

  private BodyBinding() {}

  /**
   * Binds a body.
   *
   * @throws RefusedException with 400 when it does not fit
   */
  public static <T> T bind(JsonNode body, Class<T> type) {
    if (!body.isObject()) {
      throw RefusedException.invalid(FieldErrors.noObject("", body));
    }
    try {
      T request = MAPPER.treeToValue(body, type);
      JsonLimits.tooLargeIn("", body)
          .ifPresent(
              path -> {
                throw RefusedException.invalid(FieldErrors.invalid(path, JsonLimits.NUMBER));
              });
      return request;
    } catch (JsonMappingException e) {
      CallerWords words = new CallerWords(body, e);
      throw RefusedException.invalid(words.unknownBeside(e).orElseGet(() -> ERRORS.text(e, words)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected only errors of binding", e);
    }
  }

  /** Only strings, and only whole ones. */
  private static final class TextReader extends JsonDeserializer<String> {
    @Override
    public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!json.hasToken(JsonToken.VALUE_STRING)) {
        return (String) context.handleUnexpectedToken(String.class, json);
      }
      String text = json.getText();
      if (!JsonLimits.isWhole(text)) {
        throw InvalidFieldException.ofWhole(JsonLimits.WHOLE);
      }
      return text;
    }
  }

  /** Times as {@link Times} reads them. */
  private static final class TimeReader extends JsonDeserializer<Instant> {
    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      Optional<Instant> time =
          json.hasToken(JsonToken.VALUE_STRING) ? Times.parse(json.getText()) : Optional.empty();
      return time.isPresent()
          ? time.get()
          : (Instant) context.handleUnexpectedToken(Instant.class, json);
    }
  }

  /** Says to the caller what is wrong with a body. */
  private static final class CallerWords implements BindingErrors.Words {

    private final JsonNode body;
    private final List<Reference> path;

    /** The path of the field that the caller is told of. */
    private final String field;

    /** What the field expects, null when its type says it. */
    private final @Nullable String expected;

    CallerWords(JsonNode body, JsonMappingException e) {
      this.body = body;
      this.path = e.getPath();
      int end = 0;
      @Nullable String words = null;
      while (end < path.size() && words == null) {
        words = expectationOf(path.get(end++));
      }
      this.field = BindingErrors.path(path.subList(0, end));
      this.expected = words;
    }

    /**
     * The unknown fields of the object with the error, all of them; empty without any. Jackson
     * looks at them last and stops at the first, but a misspelt name explains a missing field
     * better than its absence does.
     */
    Optional<String> unknownBeside(JsonMappingException e) {
      boolean whole = e instanceof ValueInstantiationException || path.isEmpty();
      List<Reference> object = whole ? path : path.subList(0, path.size() - 1);
      Class<?> type =
          e instanceof ValueInstantiationException refused
              ? refused.getType().getRawClass()
              : path.isEmpty() ? Object.class : typeOf(path.get(path.size() - 1));
      if (!type.isRecord()) {
        return Optional.empty();
      }
      BeanDescription bean = describe(type);
      List<String> known =
          bean.findProperties().stream().map(BeanPropertyDefinition::getName).toList();
      List<String> allowed = new ArrayList<>(known);
      JsonTypeInfo selector = bean.getClassInfo().getAnnotation(JsonTypeInfo.class);
      if (selector != null) {
        allowed.add(selector.property());
      }
      List<String> unknown = FieldErrors.unknownIn(at(object), allowed);
      return unknown.isEmpty()
          ? Optional.empty()
          : Optional.of(FieldErrors.unknown(BindingErrors.path(object), unknown, known));
    }

    private static BeanDescription describe(Class<?> type) {
      DeserializationConfig config = MAPPER.getDeserializationConfig();
      return config.introspect(config.constructType(type));
    }

    private static Class<?> typeOf(Reference reference) {
      return reference.getFrom() instanceof Class<?> type ? type : reference.getFrom().getClass();
    }

    private static @Nullable String expectationOf(Reference reference) {
      Class<?> type = typeOf(reference);
      if (!type.isRecord()) {
        return null;
      }
      return Arrays.stream(type.getRecordComponents())
          .filter(component -> component.getName().equals(reference.getFieldName()))
          .map(component -> component.getAnnotation(Expected.class))
          .filter(Objects::nonNull)
          .map(Expected::value)
          .findFirst()
          .orElse(null);
    }

    @Override
    public String unknownKey(String name, List<String> known) {
      // Objects of other classes than records; for those see unknownBeside.
      return FieldErrors.unknown(
          BindingErrors.path(path.subList(0, path.size() - 1)), List.of(name), known);
    }

    @Override
    public String unknownType(String name, List<String> known) {
      return FieldErrors.invalid(
          below(BindingErrors.TYPE),
          "expected one of %s, found '%s'".formatted(listed(known), name));
    }

    @Override
    public String missing(String name, @Nullable Class<?> type) {
      return type == null
          ? FieldErrors.wrong(below(name), STRING, MissingNode.getInstance())
          : wrong(expectation(type));
    }

    @Override
    public String nullFor(Class<?> type) {
      return wrong(expectation(type));
    }

    @Override
    public String notOneOf(List<String> values, String found) {
      return FieldErrors.invalid(
          field,
          "expected %s, found '%s'"
              .formatted(expected == null ? "one of " + listed(values) : expected, found));
    }

    @Override
    public String outOfRange(String range) {
      return wrong(expected == null ? "a whole number from " + range : expected);
    }

    @Override
    public String mismatch(Class<?> type) {
      JsonNode found = at(path);
      return type == Instant.class && found.isTextual()
          ? FieldErrors.invalid(
              field, "expected %s, found '%s'".formatted(expectation(type), found.textValue()))
          : wrong(expectation(type));
    }

    @Override
    public String refused(RuntimeException refusal) {
      if (refusal instanceof InvalidFieldException invalid) {
        @Nullable String name = invalid.field();
        return name == null
            ? whole(invalid.text())
            : FieldErrors.invalid(below(name), invalid.text());
      }
      if (refusal instanceof IllegalArgumentException) {
        // Thrown by values of the domain, whose texts are for people.
        return whole(String.valueOf(refusal.getMessage()));
      }
      throw refusal;
    }

    private String whole(String text) {
      return field.isEmpty() ? text : FieldErrors.invalid(field, text);
    }

    @Override
    public String other(String text) {
      return wrong("another value");
    }

    private String wrong(String expectation) {
      return FieldErrors.wrong(field, expectation, at(path));
    }

    private String expectation(Class<?> type) {
      if (expected != null) {
        return expected;
      }
      return type.isEnum()
          ? "one of " + listed(ERRORS.valuesOf(type))
          : BindingErrors.kind(type, STRING);
    }

    private JsonNode at(List<Reference> place) {
      return body.at(BindingErrors.pointer(place));
    }

    private String below(String name) {
      return field.isEmpty() ? name : field + "." + name;
    }

    private static String listed(List<String> names) {
      return String.join(", ", names);
    }
  }
}
