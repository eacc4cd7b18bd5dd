package dev.sojourn.processor.redrive;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.decide.Rejection.Kind;

/** Codes of the rejections of commands about a dead letter. */
public enum DeadLetterRejection implements Rejection.Code {
  DEAD_LETTER_NOT_FOUND(Kind.NOT_FOUND),
  /** It was retried or discarded before. */
  DEAD_LETTER_NOT_PENDING(Kind.CONFLICT),
  /** It does not name an instance of a person of this partition. */
  DEAD_LETTER_WITHOUT_INSTANCE(Kind.CONFLICT),
  /** It does not say where its record came from. */
  DEAD_LETTER_WITHOUT_ORIGIN(Kind.CONFLICT),
  /** A later entry of the same id may already be in the registry's topic. */
  REGISTRY_NOT_REDRIVEN(Kind.CONFLICT),
  /** Detail: {@code topic}. */
  TOPIC_UNKNOWN(Kind.CONFLICT),
  /** The command does not have the record in base64. */
  RECORD_UNREADABLE(Kind.CONFLICT);

  private final Kind kind;

  DeadLetterRejection(Kind kind) {
    this.kind = kind;
  }

  @Override
  public Kind kind() {
    return kind;
  }
}
