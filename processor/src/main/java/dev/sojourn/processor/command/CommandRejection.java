package dev.sojourn.processor.command;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.decide.Rejection.Kind;

/** Codes of the rejections that any command may get. */
public enum CommandRejection implements Rejection.Code {
  /** Another command had the same id. */
  COMMAND_ID_REUSED(Kind.CONFLICT),
  /** Deciding threw an exception; the command is a dead letter. */
  ENGINE_ERROR(Kind.FAILED);

  private final Kind kind;

  CommandRejection(Kind kind) {
    this.kind = kind;
  }

  @Override
  public Kind kind() {
    return kind;
  }
}
