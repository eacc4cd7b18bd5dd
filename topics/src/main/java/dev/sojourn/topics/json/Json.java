package dev.sojourn.topics.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.sojourn.journeys.condition.ConditionCatalog;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.journeys.step.StepCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/**
 * JSON mappers. Thread-safe. Records written or read for each decision do not use them: see {@link
 * JsonValues}.
 *
 * <p>Unknown keys, duplicate keys, trailing text and values of another type are errors: a person's
 * input is either understood completely or refused.
 */
public final class Json {

  private static final DefaultPrettyPrinter INDENTED =
      new DefaultPrettyPrinter(
              Separators.createDefaultInstance()
                  .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
          .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);

  private static final ObjectMapper MAPPER = mapper(new JsonFactory(), StepCatalog.standard());

  private Json() {}

  /** The mapper for our own formats. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** A mapper for another format, or with other step types, by the same rules. */
  public static ObjectMapper mapper(JsonFactory format, List<Class<? extends Step>> steps) {
    format.setStreamReadConstraints(
        // Limits stack use; the default of 500 is deeper than any document that people write.
        StreamReadConstraints.builder().maxNestingDepth(100).build());
    format.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
    SimpleModule times = new SimpleModule();
    times.addSerializer(Instant.class, new InstantJson.Writer());
    times.addDeserializer(Instant.class, new InstantJson.Reader());
    ObjectMapper mapper =
        new ObjectMapper(format)
            .registerModule(times)
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true)
            .setAnnotationIntrospector(new StrictNulls())
            .configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, true)
            .configure(DeserializationFeature.ACCEPT_FLOAT_AS_INT, false)
            .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, true)
            .configure(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS, true)
            .configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, false)
            .setDefaultPropertyInclusion(JsonInclude.Include.ALWAYS);
    mapper
        .coercionConfigFor(LogicalType.Textual)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    mapper.registerSubtypes(ConditionCatalog.standard().toArray(Class<?>[]::new));
    mapper.registerSubtypes(steps.toArray(Class<?>[]::new));
    mapper.setConfig(
        mapper.getDeserializationConfig().without(MapperFeature.ALLOW_COERCION_OF_SCALARS));
    return mapper;
  }

  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "expected %s to be writable as JSON".formatted(value.getClass().getSimpleName()), e);
    }
  }

  /** As {@link #bytes}, indented for people to read. */
  public static byte[] indented(Object value) {
    try {
      return MAPPER.writer(INDENTED).writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "expected %s to be writable as JSON".formatted(value.getClass().getSimpleName()), e);
    }
  }

  /** As {@link #bytes}, with sorted map keys: the same for any layout of the input. */
  public static byte[] canonical(Object value) {
    try {
      return MAPPER.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "expected %s to be writable as JSON".formatted(value.getClass().getSimpleName()), e);
    }
  }

  /**
   * Parses our own JSON.
   *
   * @throws UncheckedIOException when it is something else
   */
  public static <T> T read(byte[] bytes, Class<T> type) {
    try {
      T value = MAPPER.readValue(bytes, type);
      if (value == null) {
        throw new IOException("expected an object, found null");
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException("expected a " + type.getSimpleName(), e);
    }
  }

  /** A plain mapper for lenient parsing of external input. */
  public static ObjectMapper lenient() {
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build())
                .build())
        .build();
  }
}
