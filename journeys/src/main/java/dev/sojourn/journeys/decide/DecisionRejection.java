package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.decide.Rejection.Kind;

/** Codes of the rejections of requests about an instance or a contact. */
public enum DecisionRejection implements Rejection.Code {
  INSTANCE_NOT_FOUND(Kind.NOT_FOUND),
  /** Only live instances can be cancelled. Detail: {@code status}. */
  INSTANCE_NOT_CANCELLABLE(Kind.CONFLICT),
  /** Detail: {@code limit}, in bytes of JSON. */
  CONTACT_TOO_LARGE(Kind.TOO_LARGE),

  /** The instance to retry no longer exists. Detail: {@code instance}. */
  INSTANCE_GONE(Kind.CONFLICT),
  /** Only failed instances can be retried. Detail: {@code status}. */
  INSTANCE_NOT_RETRYABLE(Kind.CONFLICT),
  /** The instance failed at a step of type {@code fail}, as its author wanted. */
  FAILED_BY_ITS_JOURNEY(Kind.CONFLICT),
  /** Another instance of the journey is live. */
  ALREADY_ACTIVE(Kind.CONFLICT),
  /** Detail: {@code version}. */
  VERSION_UNKNOWN(Kind.CONFLICT),
  /** Detail: {@code endedAt}. */
  MAX_DURATION_ENDED(Kind.CONFLICT),
  /** The person has entered the journey again, and its limit counts that entry. */
  ENTERED_AGAIN(Kind.CONFLICT);

  private final Kind kind;

  DecisionRejection(Kind kind) {
    this.kind = kind;
  }

  @Override
  public Kind kind() {
    return kind;
  }
}
