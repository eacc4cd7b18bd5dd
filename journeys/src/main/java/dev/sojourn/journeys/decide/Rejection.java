package dev.sojourn.journeys.decide;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rejection of a request: why nothing was done. It has no text for people: each API has its own
 * texts for the codes.
 *
 * @param kind the same for all rejections with this code
 * @param code a word in snake_case, such as {@code already_active}
 * @param details what the code alone does not say, such as the status that was found; strings,
 *     numbers and booleans by name, so that a rejection that was written as JSON is read as an
 *     equal one
 */
public record Rejection(
    Kind kind,
    String code,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> details) {

  public Rejection {
    details =
        details == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(details));
    details.forEach(
        (name, value) -> {
          if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
            throw new IllegalArgumentException(
                "expected a string, number or boolean for detail '%s', found %s"
                    .formatted(name, value));
          }
        });
  }

  /** A rejection with the details of its code. */
  public static Rejection of(Code code, Map<String, Object> details) {
    return new Rejection(code.kind(), code.word(), details);
  }

  /** A rejection whose code says everything. */
  public static Rejection of(Code code) {
    return of(code, Map.of());
  }

  /** Whether this is the code of the rejection. */
  public boolean is(Code other) {
    return code.equals(other.word());
  }

  /** A detail as text; empty without one. */
  public String detail(String name) {
    @Nullable Object value = details.get(name);
    return value == null ? "" : value.toString();
  }

  /** What a caller can do about a rejection, whatever was requested. */
  public enum Kind {
    /** There is nothing under this id. */
    NOT_FOUND,
    /** The current state of what the request is about does not allow it. */
    CONFLICT,
    /** The request itself is wrong, and would be under any state. */
    INVALID,
    /** The result would exceed a limit of size. */
    TOO_LARGE,
    /** The person was erased. */
    ERASED,
    /** The engine failed; its log says why. */
    FAILED;

    @JsonValue
    public String json() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A code of a feature, which lists its codes in an enum. */
  public interface Code {

    Kind kind();

    /** The name of the constant. */
    String name();

    /** The code in a rejection. */
    default String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
