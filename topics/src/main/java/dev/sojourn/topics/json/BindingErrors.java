package dev.sojourn.topics.json;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.AnnotatedClassResolver;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Translates Jackson's binding errors: its messages name classes, people know keys, strings,
 * numbers and lists. What is wrong is found here, how it is said is up to {@link Words}.
 * Thread-safe.
 *
 * <p>Text that is no JSON at all is described by {@link MalformedJson}.
 */
public final class BindingErrors {

  /** The key that selects the type of an object. */
  public static final String TYPE = "type";

  /** The one binding error without an exception class of its own. */
  private static final Pattern MISSING =
      Pattern.compile("^Missing required creator property '([^']*)'");

  private final ObjectMapper mapper;

  /**
   * Creates a translator.
   *
   * @param mapper that binds; it knows the types and the values of enums
   */
  public BindingErrors(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** Texts for what can be wrong; the place of the error is {@link BindingErrors#path}. */
  public interface Words {

    /** A key that the object does not have. */
    String unknownKey(String name, List<String> known);

    /** A type that no class has. */
    String unknownType(String name, List<String> known);

    /**
     * A required key that is absent.
     *
     * @param type of its value; null for the key that selects the type
     */
    String missing(String name, @Nullable Class<?> type);

    /** Null where a value is required. */
    String nullFor(Class<?> type);

    /** A text that is none of the values of an enum. */
    String notOneOf(List<String> values, String found);

    /**
     * A whole number that the type cannot hold.
     *
     * @param range such as {@code -128 to 127}
     */
    String outOfRange(String range);

    /** A value of another type. */
    String mismatch(Class<?> type);

    /** A value that its own constructor refused. */
    String refused(RuntimeException refusal);

    /** Anything else, in the words of Jackson. */
    String other(String text);
  }

  /** What is wrong, in these words. */
  public String text(JsonMappingException e, Words words) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      Collection<Object> known = unknown.getKnownPropertyIds();
      return words.unknownKey(
          unknown.getPropertyName(),
          known == null ? List.of() : known.stream().map(String::valueOf).sorted().toList());
    }
    if (e instanceof InvalidTypeIdException unknown) {
      return unknown.getTypeId() == null
          ? words.missing(TYPE, null)
          : words.unknownType(unknown.getTypeId(), typesOf(unknown.getBaseType()));
    }
    if (e.getCause() instanceof RuntimeException refusal) {
      return words.refused(refusal);
    }
    if (e.getCause() instanceof InputCoercionException range) {
      return words.outOfRange(rangeOf(range.getTargetType()));
    }
    return e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
        ? mismatch(mismatch, mismatch.getTargetType(), words)
        : words.other(firstLine(e));
  }

  private String mismatch(MismatchedInputException e, Class<?> type, Words words) {
    if (e instanceof InvalidNullException) {
      return words.nullFor(type);
    }
    if (e instanceof InvalidFormatException format
        && type.isEnum()
        && format.getValue() instanceof String found) {
      return words.notOneOf(valuesOf(type), found);
    }
    Matcher missing = MISSING.matcher(String.valueOf(e.getOriginalMessage()));
    return missing.find() ? words.missing(missing.group(1), type) : words.mismatch(type);
  }

  /** The values of an enum as they are written in JSON, in the order of their declaration. */
  public List<String> valuesOf(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(value -> mapper.convertValue(value, String.class))
        .toList();
  }

  /** The names of all types of a step or of a condition, built-in or provided by other jars. */
  private List<String> typesOf(JavaType base) {
    DeserializationConfig config = mapper.getDeserializationConfig();
    return mapper
        .getSubtypeResolver()
        .collectAndResolveSubtypesByTypeId(
            config, AnnotatedClassResolver.resolve(config, base, config))
        .stream()
        .filter(NamedType::hasName)
        .map(NamedType::getName)
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * What a value of a type looks like in JSON, such as {@code a whole number}.
   *
   * @param text what a string is called
   */
  public static String kind(Class<?> type, String text) {
    if (type == String.class || type.isEnum()) {
      return text;
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (type == BigDecimal.class) {
      return "a number";
    }
    if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
      return "a whole number";
    }
    if (type == Instant.class) {
      return "an ISO-8601 time";
    }
    return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
  }

  private static String rangeOf(@Nullable Class<?> type) {
    return type == int.class || type == Integer.class
        ? "%d to %d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE)
        : "%d to %d".formatted(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** The nearest known name as the end of a sentence; empty when none is near. */
  public static String suggestion(String name, Collection<String> known) {
    return DidYouMean.of(name, known).map("; did you mean '%s'?"::formatted).orElse("");
  }

  /** Such as {@code steps[2].duration}; empty for the whole document. */
  public static String path(List<Reference> path) {
    return path.stream()
        .map(
            part ->
                part.getFieldName() == null
                    ? "[%d]".formatted(part.getIndex())
                    : "." + part.getFieldName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  /** The same as a JSON pointer (RFC 6901), such as {@code /steps/2/duration}. */
  public static String pointer(List<Reference> path) {
    return path.stream()
        .map(
            part ->
                part.getFieldName() == null
                    ? "/" + part.getIndex()
                    : "/" + part.getFieldName().replace("~", "~0").replace("/", "~1"))
        .collect(Collectors.joining());
  }

  private static String firstLine(JsonMappingException e) {
    return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
  }
}
