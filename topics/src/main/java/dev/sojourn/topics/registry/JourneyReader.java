package dev.sojourn.topics.registry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.topics.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Reads a journey that a person wrote, and says in a person's words what is wrong with it. */
public final class JourneyReader {

  private final ObjectMapper mapper;

  /**
   * A reader of one format.
   *
   * @param format JSON or YAML
   * @param steps the types of step to understand
   */
  public JourneyReader(JsonFactory format, List<Class<? extends Step>> steps) {
    this.mapper = Json.mapper(format, steps);
  }

  /**
   * Reads one journey.
   *
   * @throws JourneySyntaxException with the path and the line of what is wrong
   */
  public JourneyDefinition read(byte[] text) throws JourneySyntaxException {
    try (JsonParser parser = mapper.createParser(text)) {
      JourneyDefinition journey = mapper.readValue(parser, JourneyDefinition.class);
      if (journey == null) {
        throw new JourneySyntaxException("expected a journey, found nothing", "", 1);
      }
      return journey;
    } catch (JsonMappingException e) {
      throw new JourneySyntaxException(message(e), path(e), line(e));
    } catch (JsonProcessingException e) {
      throw new JourneySyntaxException(firstLine(e.getOriginalMessage()), "", line(e));
    } catch (IOException e) {
      throw new JourneySyntaxException("cannot be read", "", 1);
    }
  }

  private static String message(JsonMappingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "unknown key '%s', expected one of %s"
          .formatted(
              unknown.getPropertyName(),
              unknown.getKnownPropertyIds() == null
                  ? "none"
                  : unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList());
    }
    if (e instanceof InvalidTypeIdException unknown) {
      return unknown.getTypeId() == null
          ? "expected a key 'type'"
          : "unknown type '%s'".formatted(unknown.getTypeId());
    }
    Throwable cause = e instanceof ValueInstantiationException ? e.getCause() : e;
    if (cause instanceof NullPointerException) {
      return "expected a value, found null";
    }
    String text =
        cause instanceof JacksonException jackson
            ? jackson.getOriginalMessage()
            : String.valueOf(cause == null ? e.getOriginalMessage() : cause.getMessage());
    return firstLine(text);
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

  private static int line(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null ? 1 : Math.max(1, location.getLineNr());
  }
}
