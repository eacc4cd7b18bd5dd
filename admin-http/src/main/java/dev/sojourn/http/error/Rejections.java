package dev.sojourn.http.error;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.decide.Rejection.Kind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The engine's rejections in the operations API: the status of each kind, and the text of each
 * code. Each resource contributes the texts of what it requests. Thread-safe.
 */
public final class Rejections {

  private static final Map<Kind, Integer> STATUSES =
      new EnumMap<>(
          Map.of(
              Kind.NOT_FOUND, 404,
              Kind.CONFLICT, 409,
              Kind.INVALID, 400,
              Kind.TOO_LARGE, 413,
              Kind.ERASED, 409,
              Kind.FAILED, 500));

  private static final Pattern DETAIL = Pattern.compile("\\{(\\w+)}");

  private final Map<String, String> texts = new HashMap<>();

  /**
   * Creates a table.
   *
   * @param texts of each resource; a detail of the rejection stands in braces, as in {@code
   *     "expected at most {limit} bytes"}
   * @throws IllegalArgumentException when a code has two texts
   */
  public Rejections(List<Map<Rejection.Code, String>> texts) {
    for (Map<Rejection.Code, String> resource : texts) {
      resource.forEach(
          (code, text) -> {
            if (this.texts.put(code.word(), text) != null) {
              throw new IllegalArgumentException(
                  "expected one text for '%s', found two".formatted(code.word()));
            }
          });
    }
  }

  /** The status of a kind of rejection. */
  public static int status(Kind kind) {
    Integer status = STATUSES.get(kind);
    if (status == null) {
      throw new IllegalArgumentException("expected a kind with a status, found " + kind);
    }
    return status;
  }

  /** Whether a code has a text of its own. */
  public boolean knows(Rejection.Code code) {
    return texts.containsKey(code.word());
  }

  /** The text for people: a generic one for a code without one of its own. */
  public String text(Rejection rejection) {
    @Nullable String text = texts.get(rejection.code());
    return text == null
        ? "Refused: " + rejection.code()
        : DETAIL
            .matcher(text)
            .replaceAll(detail -> Matcher.quoteReplacement(rejection.detail(detail.group(1))));
  }

  /** The error for the caller. */
  public RefusedException refused(Rejection rejection) {
    return new RefusedException(status(rejection.kind()), text(rejection));
  }
}
