package dev.sojourn.topics.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.topics.json.BindingErrors;
import dev.sojourn.topics.json.Json;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parser for journeys that people write, with error messages in their terms. */
public final class JourneyReader {

  private final ObjectMapper mapper;
  private final BindingErrors errors;

  /**
   * Creates a parser for one format.
   *
   * @param format JSON or YAML
   * @param steps the supported step types
   */
  public JourneyReader(JsonFactory format, List<Class<? extends Step>> steps) {
    this.mapper = Json.mapper(format, steps);
    this.errors = new BindingErrors(mapper);
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
      throw new JourneySyntaxException(
          message(e, what), BindingErrors.path(e.getPath()), syntax ? line(e) : line(text, e));
    } catch (JsonProcessingException e) {
      throw new JourneySyntaxException(syntax(firstLine(e.getOriginalMessage())), "", line(e));
    } catch (IOException e) {
      throw new JourneySyntaxException("cannot be read", "", 1);
    }
  }

  private String message(JsonMappingException e, String what) {
    String text = firstLine(e.getOriginalMessage());
    if (text.startsWith("No content")) {
      return "expected a %s, found nothing".formatted(what);
    }
    if (text.startsWith("Trailing token")) {
      return "expected one %s, found more after it".formatted(what);
    }
    return errors.text(e, new AuthorWords());
  }

  /** Says what is wrong to authors of journeys. */
  private static final class AuthorWords implements BindingErrors.Words {

    @Override
    public String unknownKey(String name, List<String> known) {
      return unknown("key", name, known);
    }

    @Override
    public String unknownType(String name, List<String> known) {
      return unknown("type", name, known);
    }

    private static String unknown(String kind, String name, List<String> known) {
      return "unknown %s '%s', expected one of %s%s"
          .formatted(
              kind, name, known.isEmpty() ? "none" : known, BindingErrors.suggestion(name, known));
    }

    @Override
    public String missing(String name, @Nullable Class<?> type) {
      return "missing key '%s'".formatted(name);
    }

    @Override
    public String nullFor(Class<?> type) {
      return "expected a value, found null";
    }

    @Override
    public String notOneOf(List<String> values, String found) {
      return "expected one of %s, found '%s'".formatted(values.stream().sorted().toList(), found);
    }

    @Override
    public String outOfRange(String range) {
      return "expected %s, found a number out of range".formatted(range);
    }

    @Override
    public String mismatch(Class<?> type) {
      return "expected " + BindingErrors.kind(type, "a text");
    }

    @Override
    public String refused(RuntimeException refusal) {
      return firstLine(String.valueOf(refusal.getMessage()));
    }

    @Override
    public String other(String text) {
      return syntax(text);
    }
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

  /**
   * The line that the path refers to or, when its end is missing, that of its parent. Jackson
   * itself often knows only where the enclosing object ends.
   */
  private int line(byte[] text, JsonMappingException e) {
    String target = BindingErrors.pointer(e.getPath());
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
