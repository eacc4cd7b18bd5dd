package dev.sojourn.processor.erasure;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.decide.Rejection.Kind;

/** Codes of the rejections that erasing people leads to. */
public enum ErasureRejection implements Rejection.Code {
  /** The person was erased, and nothing is stored of them any more. */
  PERSON_ERASED(Kind.ERASED),
  /** There is nothing to erase. */
  CONTACT_NOT_FOUND(Kind.NOT_FOUND);

  private final Kind kind;

  ErasureRejection(Kind kind) {
    this.kind = kind;
  }

  @Override
  public Kind kind() {
    return kind;
  }
}
