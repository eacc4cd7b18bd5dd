package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.decide.Explanation.Answered;
import org.junit.jupiter.api.Test;

class ExplainTest {

  private final JourneyHarness harness = new JourneyHarness();

  @Test
  void shouldExplainWithTheDecisionThatTheEventWouldGet() {
    // given a journey that the same event ends and starts again
    harness.givenJourney(
        journey("cart")
            .on("added")
            .unlimited()
            .exitOn("added")
            .steps(sleep("nap", ofDays(1)), complete("end")));
    harness.when(event("added"));

    // when
    Explanation explanation = harness.explain(event("added"), "cart");

    // then
    assertThat(explanation.reason()).isEmpty();
    assertThat(explanation.guards()).allMatch(Answered::passed);
    assertThat(explanation.instance().orElseThrow().node()).isEqualTo("nap");
    Decision decision = harness.when(event("added"));
    assertThat(decision.entries().get(0).reason()).isNull();
  }

  @Test
  void shouldNameEachGuardWhenTheEventIsNotTheTrigger() {
    // given
    harness.givenJourney(journey("cart").on("added").steps(complete("end")));

    // when
    Explanation explanation = harness.explain(event("removed"), "cart");

    // then
    assertThat(explanation.reason()).hasValue("not_triggered");
    assertThat(explanation.guards()).hasSizeGreaterThan(5);
    assertThat(explanation.guards().get(0).passed()).isFalse();
    assertThat(explanation.instance()).isEmpty();
  }

  @Test
  void shouldChangeNothing() {
    // given
    harness.givenJourney(
        journey("cart").on("added").steps(sleep("nap", ofDays(1)), complete("end")));

    // when
    harness.explain(event("added"), "cart");

    // then
    assertThat(harness.summary().live()).isEmpty();
    assertThat(harness.when(event("added")).entries().get(0).reason()).isNull();
  }
}
