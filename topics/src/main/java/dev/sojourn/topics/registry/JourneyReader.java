package dev.sojourn.topics.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.introspect.AnnotatedClassResolver;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.topics.json.DidYouMean;
import dev.sojourn.topics.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parser for journeys that people write, with error messages in their terms. */
public final class JourneyReader {

  private static final Pattern MISSING =
      Pattern.compile("^Missing required creator property '([^']*)'");
  private static final Pattern CHOICE =
      Pattern.compile(
          "from String \"(.*)\": not one of the values accepted for Enum class: \\[(.*)\\]$");

  private final ObjectMapper mapper;

  /**
   * Creates a parser for one format.
   *
   * @param format JSON or YAML
   * @param steps the supported step types
   */
  public JourneyReader(JsonFactory format, List<Class<? extends Step>> steps) {
    this.mapper = Json.mapper(format, steps);
  }

  /**
   * Parses one journey.
   *
   * @throws JourneySyntaxException with the path and the line of the error
   */
  public JourneyDefinition read(byte[] text) throws JourneySyntaxException {
    return read(text, JourneyDefinition.class, "journey");
  }

  /**
   * Parses a sending policy.
   *
   * @throws JourneySyntaxException with the path and the line of the error
   */
  public SendingPolicy readSending(byte[] text) throws JourneySyntaxException {
    return read(text, SendingPolicy.class, "policy");
  }

  private <T> T read(byte[] text, Class<T> type, String what) throws JourneySyntaxException {
    try (JsonParser parser = mapper.createParser(text)) {
      T value = mapper.readValue(parser, type);
      if (value == null) {
        throw new JourneySyntaxException("expected a %s, found nothing".formatted(what), "", 1);
      }
      return value;
    } catch (JsonMappingException e) {
      boolean syntax = e.getCause() instanceof StreamReadException;
      throw new JourneySyntaxException(message(e, what), path(e), syntax ? line(e) : line(text, e));
    } catch (JsonProcessingException e) {
      throw new JourneySyntaxException(syntax(firstLine(e.getOriginalMessage())), "", line(e));
    } catch (IOException e) {
      throw new JourneySyntaxException("cannot be read", "", 1);
    }
  }

  private String message(JsonMappingException e, String what) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return unknown(
          "key",
          unknown.getPropertyName(),
          unknown.getKnownPropertyIds() == null
              ? List.of()
              : unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList());
    }
    if (e instanceof InvalidTypeIdException unknown) {
      return unknown.getTypeId() == null
          ? "missing key 'type'"
          : unknown("type", unknown.getTypeId(), typesOf(unknown.getBaseType()));
    }
    if (e instanceof InvalidNullException) {
      return "expected a value, found null";
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return firstLine(String.valueOf(e.getCause().getMessage()));
    }
    return mismatch(e, firstLine(e.getOriginalMessage()), what);
  }

  private static String unknown(String kind, String name, List<String> known) {
    return "unknown %s '%s', expected one of %s%s"
        .formatted(
            kind,
            name,
            known.isEmpty() ? "none" : known,
            DidYouMean.of(name, known).map("; did you mean '%s'?"::formatted).orElse(""));
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

  /** Jackson's messages name its own classes; authors know keys, strings, numbers and lists. */
  private static String mismatch(JsonMappingException e, String text, String what) {
    Matcher missing = MISSING.matcher(text);
    if (missing.find()) {
      return "missing key '%s'".formatted(missing.group(1));
    }
    Matcher choice = CHOICE.matcher(text);
    if (choice.find()) {
      return "expected one of %s, found '%s'"
          .formatted(Stream.of(choice.group(2).split(", ")).sorted().toList(), choice.group(1));
    }
    if (text.startsWith("No content")) {
      return "expected a %s, found nothing".formatted(what);
    }
    if (text.startsWith("Trailing token")) {
      return "expected one %s, found more after it".formatted(what);
    }
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return "expected " + kind(mismatch.getTargetType());
    }
    return syntax(text);
  }

  private static String kind(Class<?> type) {
    if (type == String.class || type.isEnum()) {
      return "a text";
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
    return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
  }

  private static String syntax(String text) {
    return text.startsWith("Duplicate field")
        ? text.replace("Duplicate field", "duplicate key")
        : text.contains("nesting depth") ? "nested too deeply" : text;
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            part ->
                part.getFieldName() == null
                    ? "[%d]".formatted(part.getIndex())
                    : "." + part.getFieldName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  /**
   * The line that the path refers to or, when its end is missing, that of its parent. Jackson
   * itself often knows only where the enclosing object ends.
   */
  private int line(byte[] text, JsonMappingException e) {
    String target =
        e.getPath().stream()
            .map(
                part ->
                    part.getFieldName() == null
                        ? "/" + part.getIndex()
                        : "/" + part.getFieldName().replace("~", "~0").replace("/", "~1"))
            .collect(Collectors.joining());
    int line = line((JsonProcessingException) e);
    int longest = -1;
    try (JsonParser parser = mapper.createParser(text)) {
      while (parser.nextToken() != null) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        boolean leads = target.equals(pointer) || target.startsWith(pointer + "/");
        if (leads && pointer.length() > longest) {
          longest = pointer.length();
          line = parser.currentTokenLocation().getLineNr();
        }
      }
    } catch (IOException brokenFurtherOn) {
      return Math.max(1, line);
    }
    return Math.max(1, line);
  }

  private static int line(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null ? 1 : Math.max(1, location.getLineNr());
  }
}
