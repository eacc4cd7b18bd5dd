package dev.sojourn.journeys.registry;

import java.time.Instant;

/**
 * An operator's word on the sends of a journey, or of all: held back, or let go again.
 *
 * @param journeyId {@link #ALL} for every journey
 * @param held whether they are held back
 * @param perSecond how many of those that were held may go out a second once they are let go
 * @param updatedAt when the operator said so
 */
public record Hold(String journeyId, boolean held, int perSecond, Instant updatedAt) {

  /** Every journey; no journey has this id. */
  public static final String ALL = "*";

  /** What a provider takes without a word, where nothing else is said. */
  public static final int DEFAULT_PER_SECOND = 100;

  public static final int MAX_PER_SECOND = 100_000;

  public Hold {
    if (perSecond < 1 || perSecond > MAX_PER_SECOND) {
      throw new IllegalArgumentException(
          "expected 1 to %d for key 'perSecond', found %d".formatted(MAX_PER_SECOND, perSecond));
    }
  }
}
