package dev.sojourn.processor.registry;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.decide.Rejection.Kind;

/** Codes of the rejections of commands about what is published. */
public enum RegistryRejection implements Rejection.Code {
  JOURNEY_NOT_FOUND(Kind.NOT_FOUND),
  /** Detail: {@code status}. */
  JOURNEY_NOT_TOGGLABLE(Kind.CONFLICT),
  /** Another editor made the journey of this id. Detail: {@code journey}. */
  JOURNEY_NOT_FROM_FILE(Kind.CONFLICT),
  /** Details: {@code path} within the definition, and {@code problem}, both of the linter. */
  JOURNEY_INVALID(Kind.INVALID),
  API_KEY_NOT_FOUND(Kind.NOT_FOUND),
  API_KEY_EXISTS(Kind.CONFLICT),
  API_KEY_REVOKED(Kind.CONFLICT);

  private final Kind kind;

  RegistryRejection(Kind kind) {
    this.kind = kind;
  }

  @Override
  public Kind kind() {
    return kind;
  }
}
