package dev.sojourn.processor.event;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.decide.Rejection.Kind;

/** Codes of the rejections of events. */
public enum EventRejection implements Rejection.Code {
  /** Details: {@code reason}, a word in snake_case, and {@code problem}, which names the field. */
  EVENT_INVALID(Kind.INVALID);

  private final Kind kind;

  EventRejection(Kind kind) {
    this.kind = kind;
  }

  @Override
  public Kind kind() {
    return kind;
  }
}
