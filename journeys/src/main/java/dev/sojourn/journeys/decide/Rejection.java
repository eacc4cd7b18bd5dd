package dev.sojourn.journeys.decide;

import java.util.Map;

/** tmp */
public record Rejection(Kind kind, String code, Map<String, Object> details) {
  /** tmp */
  public enum Kind {
    NOT_FOUND,
    CONFLICT,
    INVALID,
    TOO_LARGE,
    ERASED,
    FAILED
  }

  public static Rejection notFound(String code, Map<String, Object> details) {
    return new Rejection(Kind.NOT_FOUND, code, details);
  }

  public static Rejection conflict(String code, Map<String, Object> details) {
    return new Rejection(Kind.CONFLICT, code, details);
  }

  public static Rejection tooLarge(String code, Map<String, Object> details) {
    return new Rejection(Kind.TOO_LARGE, code, details);
  }
}
