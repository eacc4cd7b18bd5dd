package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessOutcomes.sent;
import static dev.sojourn.journeys.decide.HarnessOutcomes.tryLater;
import static dev.sojourn.journeys.decide.HarnessOutcomes.unavailable;
import static dev.sojourn.journeys.decide.HarnessOutcomes.unavailableFor;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.decide.HarnessTime.minutes;
import static dev.sojourn.journeys.decide.HarnessTime.seconds;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.step;
import static dev.sojourn.journeys.dsl.Journeys.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.simulate.InMemoryPerson;
import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.journeys.step.SendStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendRetryTest {

  private static final Duration LONGER_THAN_ANY_PAUSE = hours(1);

  private final JourneyHarness harness = new JourneyHarness();

  private void givenOut(Journeys.Draft step) {
    harness.givenJourney(journey("mail").on("go").unlimited().steps(step, complete("done")));
    harness.when(event("go"));
  }

  private WaitState.Outcome waiting() {
    return harness.instance("mail").parkedAs(WaitState.Outcome.class);
  }

  @Test
  void shouldTryAgainUnderTheSameIdUntilTheTriesAreSpent() {
    // given
    givenOut(send("s", "hi"));

    // when
    for (int attempt = 1; attempt < 8; attempt++) {
      assertThat(harness.lastSend().attempt()).isEqualTo(attempt);
      harness.outcome(tryLater());
      Instant due = InMemoryPerson.due(harness.instance("mail"));
      assertThat(due).isBetween(harness.now(), harness.now().plus(minutes(30)));
      harness.after(LONGER_THAN_ANY_PAUSE);
    }
    harness.thenStands("mail", Status.ACTIVE, "s");
    harness.outcome(tryLater());

    // then
    assertThat(harness.sends())
        .hasSize(8)
        .extracting(Decision.Send::id)
        .containsOnly(harness.lastSend().id());
    harness.thenStands("mail", Status.FAILED, "s");
    assertThat(harness.instance("mail").error()).isEqualTo("busy");
  }

  @Test
  void shouldNotCountAgainstTheTriesWhatDeliveryDidNotTry() {
    // given
    givenOut(step(new SendStep("s", "email", "hi", null, 2, "done")));

    // when
    for (int i = 0; i < 30; i++) {
      harness.outcome(unavailable());
      harness.after(LONGER_THAN_ANY_PAUSE);
    }
    harness.outcome(tryLater());
    harness.after(LONGER_THAN_ANY_PAUSE);
    harness.outcome(unavailable());
    harness.after(LONGER_THAN_ANY_PAUSE);

    // then
    assertThat(waiting().attempt()).isEqualTo(33);
    assertThat(waiting().tries()).isEqualTo(2);
    harness.thenStands("mail", Status.ACTIVE, "s");

    // when
    harness.outcome(tryLater());

    // then
    harness.thenStands("mail", Status.FAILED, "s");
    assertThat(harness.instance("mail").error()).isEqualTo("busy");
  }

  @Test
  void shouldComeBackWhenTheProviderExpectsToBeThere() {
    givenOut(send("s", "hi"));

    harness.outcome(unavailableFor(minutes(40)));

    assertThat(InMemoryPerson.due(harness.instance("mail")))
        .isEqualTo(harness.now().plus(minutes(40)));
  }

  @Test
  void shouldGiveUpAProviderThatIsAwayForAboutADay() {
    // given
    givenOut(send("s", "hi"));
    Instant begun = harness.now();
    Instant asked = begun;

    // when
    for (int i = 0; i < 200; i++) {
      harness.outcome(unavailable());
      asked = InMemoryPerson.due(harness.instance("mail"));
      harness.after(Duration.between(harness.now(), asked));
    }
    assertThat(harness.sends()).hasSize(201);
    harness.outcome(unavailable());

    // then
    harness.thenStands("mail", Status.FAILED, "s");
    assertThat(harness.instance("mail").error())
        .isEqualTo("Provider unavailable: connection refused");
    assertThat(Duration.between(begun, asked)).isBetween(hours(20), hours(30));
  }

  @Test
  void shouldGiveEachEmissionANumberSoThatALateOutcomeOfAnOlderOneMeansNothing() {
    // given
    givenOut(send("s", "hi"));
    Decision.Send first = harness.lastSend();
    harness.outcome(unavailable());
    harness.after(LONGER_THAN_ANY_PAUSE);

    // when
    Decision late = harness.outcome(first, tryLater());

    // then
    assertThat(late.isNothing()).isTrue();
    assertThat(harness.lastSend().attempt()).isEqualTo(2);
    harness.outcome(sent());
    harness.thenStands("mail", Status.COMPLETED, "s");
  }

  @Test
  void shouldKnowWhatWasNotTriedAfterAnOperatorHeldItBack() {
    // given
    givenOut(step(new SendStep("s", "email", "hi", null, 1, "done")));
    harness.outcome(unavailable());
    harness.givenHold(true).after(LONGER_THAN_ANY_PAUSE);
    harness.thenStands("mail", Status.WAITING, "s");

    // when
    harness.givenHold(false).release(harness.instance("mail").id());

    // then
    assertThat(waiting().attempt()).isEqualTo(2);
    assertThat(waiting().tries()).isEqualTo(1);
  }

  @Test
  void shouldTryACallToAServerByTheSameRules() {
    // given
    givenOut(webhook("tell", "https://crm.example.org/hook").attempts(2));

    // when
    harness.outcome(unavailable());
    harness.after(LONGER_THAN_ANY_PAUSE);
    harness.outcome(tryLater());
    harness.after(LONGER_THAN_ANY_PAUSE);
    harness.outcome(tryLater());

    // then
    assertThat(harness.sends()).extracting(Decision.Send::attempt).containsExactly(1, 2, 3);
    harness.thenStands("mail", Status.FAILED, "tell");
    assertThat(harness.instance("mail").error()).isEqualTo("busy");
  }

  @Test
  void shouldTryAsOftenAndAsSoonAsTheEngineIsToldWhereTheStepSaysNothing() {
    // given
    JourneyHarness eager = new JourneyHarness(new RetryPolicy(2, Duration.ofMillis(10)));
    eager.givenJourney(journey("mail").on("go").steps(send("s", "hi"), complete("done")));
    eager.when(event("go"));

    // when
    eager.outcome(tryLater());
    eager.after(Duration.ofMillis(10));
    eager.outcome(tryLater());

    // then
    assertThat(eager.sends()).hasSize(2);
    eager.thenStands("mail", Status.FAILED, "s");
  }

  @Test
  void shouldPauseTheSameOnEveryReplay() {
    // given
    JourneyHarness other = new JourneyHarness();

    // when
    for (JourneyHarness each : List.of(harness, other)) {
      each.givenJourney(journey("mail").on("go").steps(send("s", "hi"), complete("done")));
      each.when(event("go"));
      each.outcome(tryLater());
      each.after(seconds(5));
      each.outcome(unavailable());
    }

    // then
    assertThat(harness.instance("mail")).isEqualTo(other.instance("mail"));
  }
}
