package dev.sojourn.topics.topic;

import java.util.List;

/** An existing topic differs from the plan. Nothing was changed. */
public final class TopicMismatchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TopicMismatchException(List<String> differences) {
    super("topics differ from what is needed: " + String.join("; ", differences));
  }
}
