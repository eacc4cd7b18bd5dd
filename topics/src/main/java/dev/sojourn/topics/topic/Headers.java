package dev.sojourn.topics.topic;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;

/** Record header names and how to read them. */
public final class Headers {

  /** On an event that arrived in the wrong partition and was rerouted once. */
  public static final String REROUTED = "sojourn-rerouted";

  /** The partition of the results topic to which the result goes. */
  public static final String REPLY_TO = "sojourn-reply-to";

  /** The id by which the caller recognises the result; a command's id. */
  public static final String CORRELATION = "sojourn-correlation-id";

  /** The number of {@code emit} steps between an external event and this one. */
  public static final String DEPTH = "sojourn-depth";

  /**
   * On a dead letter's record that was republished: its original partition and offset. The reason
   * of the dead letter is in {@link #REASON}.
   */
  public static final String RETRIED = "sojourn-retried";

  /**
   * The actor, as {@link dev.sojourn.topics.command.Actor} writes it: on every command, and on an
   * event by which an operator enrols a person.
   */
  public static final String ACTOR = "sojourn-actor";

  /** On an event by which an operator enrols a person: the id of the journey. */
  public static final String ENROLS = "sojourn-enrols";

  /** On a dead letter, and on a republished record: the reason, in snake case. */
  public static final String REASON = "sojourn-reason";

  /** On a dead letter: {@code ingest}, {@code journey} or {@code delivery}. */
  public static final String SOURCE = "sojourn-source";

  /** On a dead letter: the topic of the original record. */
  public static final String SOURCE_TOPIC = "sojourn-source-topic";

  public static final String SOURCE_PARTITION = "sojourn-source-partition";
  public static final String SOURCE_OFFSET = "sojourn-source-offset";

  /** On a dead letter: the error message, for people. */
  public static final String MESSAGE = "sojourn-message";

  /** On a dead letter whose value was too long to keep: its length in bytes. */
  public static final String CUT_FROM = "sojourn-cut-from";

  /** In characters; a longer correlation id is not ours. */
  public static final int LONGEST = 200;

  private Headers() {}

  public static byte[] bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] bytes(long value) {
    return bytes(Long.toString(value));
  }

  /** The last header of this name as text. */
  public static Optional<String> text(org.apache.kafka.common.header.Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  /** The last header of this name as a number; empty when absent or not a number. */
  public static Optional<Integer> number(
      org.apache.kafka.common.header.Headers headers, String name) {
    return text(headers, name).filter(text -> text.matches("\\d{1,9}")).map(Integer::parseInt);
  }
}
