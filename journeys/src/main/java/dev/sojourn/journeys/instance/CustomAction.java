package dev.sojourn.journeys.instance;

import java.util.Optional;

/**
 * An action of a step type from another jar, under a word of its own. No counter is named after it.
 *
 * <p>A word that ends in {@code _sent} is a message that was sent on a channel which the engine
 * does not know: timelines list it among the sends. An entry under a word of its own that leads
 * from a step to the same step counts as staying there.
 */
public record CustomAction(String word) implements LogAction {

  static final String SENT = "_sent";

  /**
   * @throws IllegalArgumentException when the word belongs to a {@link StandardAction}
   */
  public CustomAction {
    if (StandardAction.BY_WORD.containsKey(word)) {
      throw new IllegalArgumentException(
          "expected a word of its own for a log action, found '%s', which is StandardAction.%s"
              .formatted(word, StandardAction.BY_WORD.get(word).name()));
    }
  }

  @Override
  public Move move() {
    return Move.GOES_ON;
  }

  @Override
  public Optional<Delivery> delivery() {
    return isMessage() ? Optional.of(Delivery.SENT) : Optional.empty();
  }

  @Override
  public boolean isMessage() {
    return word.endsWith(SENT);
  }

  @Override
  public String toString() {
    return word;
  }
}
