package dev.sojourn.journeys.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.journeys.event.Fnv1a;
import java.math.BigDecimal;
import java.util.stream.Stream;

/**
 * Holdout (control) group: a share of people who never enter, for comparison with those who do.
 * Membership depends only on the person and the journey, so it is the same for every trigger and on
 * every node.
 *
 * @param percent more than 0, at most 100; the resolution is one person in ten thousand
 */
public record Holdout(@JsonProperty(required = true) BigDecimal percent) {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final long LOTS = 10_000;

  /** Whether this person is in this journey's holdout. */
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
