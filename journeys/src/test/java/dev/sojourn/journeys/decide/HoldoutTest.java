package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.definition.Holdout;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.instance.Status;
import java.math.BigDecimal;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldoutTest {

  private final JourneyHarness harness = new JourneyHarness();

  private static JourneyDefinition trip(double percent) {
    return journey("trip")
        .on("go")
        .unlimited()
        .holdOut(percent)
        .steps(sleep("nap", days(1)), complete("done"));
  }

  /** Ada's draw in this journey is 814 of 10,000. */
  @ParameterizedTest
  @CsvSource({"8.14,false", "8.15,true", "8.149,true", "0.01,false", "100,true"})
  void shouldHoldOutThoseWhoseLotIsBelowThePercentage(BigDecimal percent, boolean held) {
    assertThat(new Holdout(percent).holds("trip", "ada")).isEqualTo(held);
  }

  @Test
  void shouldRefuseThePersonEachTimeForTheSameReason() {
    harness.givenJourney(trip(8.15));

    for (int i = 0; i < 3; i++) {
      harness.when(event("go"));
      harness.thenRefused("trip", RefusalReason.HELD_OUT);
      harness.after(days(40));
    }
  }

  @Test
  void shouldLetTheOthersIn() {
    harness.givenJourney(trip(8.14));

    harness.when(event("go"));

    harness.thenEntered("trip");
  }

  @Test
  void shouldHoldOutAboutAsManyAsWasAskedFor() {
    Holdout eighth = new Holdout(new BigDecimal("12.5"));

    assertThat(IntStream.range(0, 10_000).filter(i -> eighth.holds("trip", "user-" + i)).count())
        .isBetween(1_150L, 1_350L);
  }

  @Test
  void shouldHoldOutOthersOfAnotherJourney() {
    Holdout half = new Holdout(new BigDecimal("50"));

    assertThat(
            IntStream.range(0, 1_000)
                .filter(i -> half.holds("trip", "user-" + i) != half.holds("tour", "user-" + i))
                .count())
        .isGreaterThan(200);
  }

  @Test
  void shouldAskEveryOtherGuardFirst() {
    harness.givenJourney(trip(8.14));
    harness.when(event("go"));

    harness.givenJourney(trip(100));
    harness.when(event("go"));

    harness.thenRefused("trip", RefusalReason.ALREADY_ACTIVE);
  }

  @Test
  void shouldNotEndWhatIsUnderWay() {
    harness.givenJourney(trip(8.14));
    harness.when(event("go"));
    harness.givenJourney(trip(100));

    harness.after(days(1));

    harness.thenStands("trip", Status.COMPLETED, "nap");
  }
}
