package dev.sojourn.topics.topic;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;

/** The names of the record headers and how to read them. */
public final class Headers {

  /** On an event that came through the wrong partition and was sent on once. */
  public static final String REROUTED = "sojourn-rerouted";

  /** The partition of the results topic that the answer goes to. */
  public static final String REPLY_TO = "sojourn-reply-to";

  /** What the asker knows the answer by; a command's id. */
  public static final String CORRELATION = "sojourn-correlation-id";

  /** How many {@code emit} steps stand between this event and one from outside. */
  public static final String DEPTH = "sojourn-depth";

  /**
   * On a record that is appended once more after it was a dead letter: the partition and the offset
   * at which it stood at first. The reason of the dead letter stands beside it.
   */
  public static final String RETRIED = "sojourn-retried";

  /**
   * Who asked for this, as {@link dev.sojourn.topics.command.Actor} writes it: on every command,
   * and on an event by which an operator enrols somebody.
   */
  public static final String ACTOR = "sojourn-actor";

  /** On an event by which an operator enrols somebody: the id of the journey that is meant. */
  public static final String ENROLS = "sojourn-enrols";

  /** On a dead letter, and on what is appended once more: why, in snake case. */
  public static final String REASON = "sojourn-reason";

  /** On a dead letter: {@code ingest}, {@code journey} or {@code delivery}. */
  public static final String SOURCE = "sojourn-source";

  /** On a dead letter: where it stood. */
  public static final String SOURCE_TOPIC = "sojourn-source-topic";

  public static final String SOURCE_PARTITION = "sojourn-source-partition";
  public static final String SOURCE_OFFSET = "sojourn-source-offset";

  /** On a dead letter: what went wrong, for people. */
  public static final String MESSAGE = "sojourn-message";

  /** On a dead letter whose value was too long to keep: its length in bytes. */
  public static final String CUT_FROM = "sojourn-cut-from";

  /** A longer correlation id than this many characters is none of ours. */
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

  /** The last header of this name as a number; empty as well when it is none. */
  public static Optional<Integer> number(
      org.apache.kafka.common.header.Headers headers, String name) {
    return text(headers, name).filter(text -> text.matches("\\d{1,9}")).map(Integer::parseInt);
  }
}
