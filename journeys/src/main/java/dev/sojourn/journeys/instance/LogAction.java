package dev.sojourn.journeys.instance;

import java.util.Optional;

/**
 * What a log entry says an instance did. The engine and its own steps use {@link StandardAction}; a
 * step type from another jar may also use words of its own, as {@link CustomAction}. Immutable.
 *
 * <p>Everything that counts log entries asks for these properties and never compares words.
 */
public sealed interface LogAction permits StandardAction, CustomAction {

  /** How an entry of this action moves its instance along its steps. */
  enum Move {
    /** It arrives at the step {@code to} without leaving another: at entry, or by a retry. */
    ARRIVES,
    /** It leaves {@code from} for {@code to}, which may be the same step: a cycle of one step. */
    GOES_ON,
    /** It stays where it is. */
    STAYS,
    /** It ends: at {@code to} if that is a terminal step, otherwise where it was. */
    ENDS
  }

  /** What the entry says of a message or a webhook call. */
  enum Delivery {
    SENT,
    /** Failed for good. */
    FAILED,
    /** Refused by a gate, for good. */
    SKIPPED,
    /** Waits for a release or for the end of quiet hours. */
    HELD
  }

  /** The word in rows, in the journal and in the operations API, such as {@code email_sent}. */
  String word();

  Move move();

  /** Empty when the action concerns no delivery. */
  Optional<Delivery> delivery();

  /** Whether it concerns a message to the person, as opposed to a webhook call. */
  boolean isMessage();

  /** The action with this word. */
  static LogAction named(String word) {
    StandardAction standard = StandardAction.BY_WORD.get(word);
    return standard == null ? new CustomAction(word) : standard;
  }

  /** The action of a message that was sent on a channel: {@code <channel>_sent}. */
  static LogAction sentOn(String channel) {
    return named(channel + CustomAction.SENT);
  }
}
