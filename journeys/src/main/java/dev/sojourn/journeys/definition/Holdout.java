package dev.sojourn.journeys.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.journeys.event.Fnv1a;
import java.math.BigDecimal;
import java.util.stream.Stream;

/**
 * A part of the people that never enters, to compare with those who do. Who belongs to it depends
 * on the person and the journey alone, so that it is the same at every trigger and on every node.
 *
 * @param percent more than 0, at most 100; one person in ten thousand is the finest share
 */
public record Holdout(@JsonProperty(required = true) BigDecimal percent) {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final long LOTS = 10_000;

  /** Whether this person is kept out of this journey. */
  public boolean holds(String journeyId, String userId) {
    long lot = Fnv1a.of(journeyId + "::" + userId) % LOTS;
    return BigDecimal.valueOf(lot).compareTo(percent.movePointRight(2)) < 0;
  }

  Stream<String> problems() {
    return percent.signum() > 0 && percent.compareTo(HUNDRED) <= 0
        ? Stream.empty()
        : Stream.of("expected more than 0 and at most 100, found " + percent);
  }
}
