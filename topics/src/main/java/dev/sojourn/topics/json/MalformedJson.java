package dev.sojourn.topics.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import org.jspecify.annotations.Nullable;

/**
 * Error text for malformed JSON, in our own words: the parser's messages name its classes and
 * settings, which mean nothing to callers, and quote the input, which may be personal data.
 */
public final class MalformedJson {

  private static final String DUPLICATE = "Duplicate field";
  private static final String DEPTH = "nesting depth";

  private MalformedJson() {}

  /** Such as {@code malformed JSON at line 1, column 9: it ends early}. */
  public static String text(JsonProcessingException e) {
    @Nullable JsonLocation at = e.getLocation();
    String place =
        at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    @Nullable String why = why(e);
    return "malformed JSON" + place + (why == null ? "" : ": " + why);
  }

  private static @Nullable String why(JsonProcessingException e) {
    String original = String.valueOf(e.getOriginalMessage());
    if (e instanceof StreamConstraintsException) {
      return original.contains(DEPTH)
          ? "expected at most %d levels of nesting"
              .formatted(Json.mapper().getFactory().streamReadConstraints().getMaxNestingDepth())
          : "a number, a text or a key is too long";
    }
    if (e instanceof JsonEOFException) {
      return "it ends early";
    }
    if (e instanceof MismatchedInputException) {
      return "something follows its end";
    }
    if (original.startsWith(DUPLICATE)) {
      return e.getProcessor() instanceof JsonParser parser && name(parser) != null
          ? "the key '%s' stands twice".formatted(name(parser))
          : "a key stands twice";
    }
    return null;
  }

  private static @Nullable String name(JsonParser parser) {
    return parser.getParsingContext().getCurrentName();
  }
}
