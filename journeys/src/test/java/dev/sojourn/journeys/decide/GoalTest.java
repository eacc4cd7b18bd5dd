package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessFindings.entry;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.decide.HarnessTime.minutes;
import static dev.sojourn.journeys.dsl.Conditions.property;
import static dev.sojourn.journeys.dsl.Conditions.trigger;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static dev.sojourn.journeys.dsl.Journeys.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.condition.Operator;
import dev.sojourn.journeys.decide.Decision.ReachedGoal;
import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.OpenGoal;
import dev.sojourn.journeys.person.PersonSummary;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoalTest {

  private static final ReachedGoal REACHED = new ReachedGoal("trip", false);
  private static final ReachedGoal REACHED_WITHOUT = new ReachedGoal("trip", true);

  private final JourneyHarness harness = new JourneyHarness();

  private static Journeys.Builder trip() {
    return journey("trip").on("go").unlimited().goal("paid", days(7));
  }

  private void givenNap(Journeys.Builder builder) {
    harness.givenJourney(builder.steps(sleep("nap", days(2)), complete("done")));
  }

  @Test
  void shouldCountAGoalThatIsReachedOnTheWayAndMoveNothing() {
    // given
    givenNap(trip());
    harness.when(event("go"));
    Instance before = harness.instance("trip");

    // when
    harness.after(hours(1));
    harness.when(event("paid"));

    // then
    assertThat(harness.goals()).containsExactly(REACHED);
    harness.thenStands("trip", Status.WAITING, "nap");
    harness.thenLog(
        "trip",
        entry(null, "nap", "entered", null),
        entry("nap", "nap", "goal_reached", Map.of("event", "paid")));
    assertThat(harness.instance("trip").withLog(before.log())).isEqualTo(before);
  }

  @Test
  void shouldCountAGoalThatIsReachedWhenTheJourneyIsOver() {
    // given
    givenNap(trip());
    harness.when(event("go"));
    harness.after(days(2));

    // when
    harness.when(event("paid"));

    // then
    assertThat(harness.goals()).containsExactly(REACHED);
    harness.thenLog(
        "trip",
        entry(null, "nap", "entered", null),
        entry("nap", "done", "completed", null),
        entry(null, null, "goal_reached", Map.of("event", "paid")));
    harness.thenStands("trip", Status.COMPLETED, "nap");
  }

  @Test
  void shouldCountAGoalOnceForEachEnrolment() {
    // given
    givenNap(trip());
    harness.when(event("go"));
    harness.after(days(3));
    harness.when(event("go"));

    // when
    harness.when(event("paid"));
    harness.when(event("paid"));

    // then
    assertThat(harness.goals()).containsExactly(REACHED, REACHED);
    assertThat(harness.summary().openGoals()).isEmpty();
    assertThat(harness.instances(JourneyHarness.ADA, "trip"))
        .allSatisfy(
            one ->
                assertThat(one.log())
                    .filteredOn(e -> e.action() == StandardAction.GOAL_REACHED)
                    .hasSize(1));
  }

  @Test
  void shouldCountAGoalAtTheVeryEndOfItsWindow() {
    givenNap(trip());
    harness.when(event("go"));

    harness.after(days(7));
    harness.when(event("paid"));

    assertThat(harness.goals()).containsExactly(REACHED);
  }

  @Test
  void shouldNotCountAGoalAfterItsWindow() {
    givenNap(trip());
    harness.when(event("go"));

    harness.after(days(7).plusMillis(1));
    harness.when(event("paid"));

    assertThat(harness.goals()).isEmpty();
  }

  @Test
  void shouldCountByTheTimeOfTheEventAndNotOfItsArrival() {
    givenNap(trip());
    harness.when(event("go"));
    harness.after(days(2)).after(days(6));

    harness.when(event("paid").ago(days(1)));

    assertThat(harness.goals()).containsExactly(REACHED);
  }

  @Test
  void shouldNotCountWhatHappenedBeforeTheEntry() {
    givenNap(trip());
    harness.when(event("go"));
    harness.after(hours(1));

    harness.when(event("paid").ago(hours(1).plusMillis(1)));
    assertThat(harness.goals()).isEmpty();

    harness.when(event("paid").ago(hours(1)));
    assertThat(harness.goals()).containsExactly(REACHED);
  }

  @Test
  void shouldCountTheEventThatEndsTheJourneyAsItsGoal() {
    givenNap(trip().exitOn("paid"));
    harness.when(event("go"));

    harness.when(event("paid"));

    assertThat(harness.goals()).containsExactly(REACHED);
    harness.thenLog(
        "trip",
        entry(null, "nap", "entered", null),
        entry("nap", null, "exited", Map.of("reason", "exit_event", "event", "paid")),
        entry(null, null, "goal_reached", Map.of("event", "paid")));
  }

  @Test
  void shouldWakeAWaitBeforeTheGoalIsCounted() {
    harness.givenJourney(trip().steps(waitFor("w", "paid", days(1)), complete("done")));
    harness.when(event("go"));

    harness.when(event("paid"));

    harness.thenLog(
        "trip",
        entry(null, "w", "entered", null),
        entry("w", "done", "event_received", Map.of("event", "paid")),
        entry("w", "done", "completed", null),
        entry(null, null, "goal_reached", Map.of("event", "paid")));
  }

  @Test
  void shouldNotCountTheEventThatEnters() {
    givenNap(journey("trip").on("paid").unlimited().goal("paid", days(7)));

    harness.when(event("paid"));
    assertThat(harness.goals()).isEmpty();

    harness.after(days(3));
    harness.when(event("paid"));
    assertThat(harness.goals()).containsExactly(REACHED);
    assertThat(harness.summary().openGoals()).hasSize(1);
  }

  @Test
  void shouldCompareWithThePropertiesOfTheTrigger() {
    givenNap(
        journey("trip")
            .on("go")
            .goal("paid", days(7), property("cart").is(Operator.EQ, trigger("cart.id"))));
    harness.when(event("go").with("cart", Map.of("id", 7, "items", "many")).with("other", 1));
    assertThat(harness.summary().openGoals())
        .extracting(OpenGoal::trigger)
        .containsExactly(Map.of("cart", Map.of("id", 7, "items", "many")));

    harness.when(event("paid").with("cart", 8));
    assertThat(harness.goals()).isEmpty();

    harness.when(event("paid").with("cart", 7));
    assertThat(harness.goals()).containsExactly(REACHED);
  }

  @Test
  void shouldKeepTheGoalOfTheVersionThatWasEntered() {
    givenNap(trip());
    harness.when(event("go"));
    givenNap(journey("trip").on("go").unlimited().goal("renewed", days(7)));

    harness.when(event("renewed"));
    assertThat(harness.goals()).isEmpty();

    harness.when(event("paid"));
    assertThat(harness.goals()).containsExactly(REACHED);
  }

  @Test
  void shouldOpenOneGoalForWhoeverIsHeldOutHoweverOften() {
    // given
    givenNap(trip().holdOut(100));

    // when
    harness.when(event("go"));
    Instant first = harness.now();
    harness.after(days(3));
    harness.when(event("go"));

    // then
    harness.thenRefused("trip", RefusalReason.HELD_OUT);
    assertThat(harness.heldOut()).containsExactly("trip");
    assertThat(harness.summary().openGoals())
        .containsExactly(new OpenGoal("trip", 1, null, first, first.plus(days(7)), Map.of()));
    assertThat(harness.summary().enrolments()).isEmpty();
  }

  @Test
  void shouldCountAGoalOfTheControlGroupOnce() {
    givenNap(trip().holdOut(100));
    harness.when(event("go"));

    harness.when(event("paid"));
    harness.when(event("paid"));
    harness.when(event("go"));
    harness.when(event("paid"));

    assertThat(harness.goals()).containsExactly(REACHED_WITHOUT);
    assertThat(harness.instances(JourneyHarness.ADA, "trip")).isEmpty();
  }

  @Test
  void shouldCountWhoeverIsHeldOutOfAJourneyWithoutAGoal() {
    givenNap(journey("trip").on("go").unlimited().holdOut(100));

    harness.when(event("go"));
    harness.when(event("go"));

    assertThat(harness.heldOut()).containsExactly("trip");
    assertThat(harness.summary().openGoals()).isEmpty();
  }

  @Test
  void shouldDropWhatCanNoLongerBeReachedWhenTheHeadIsWritten() {
    givenNap(trip());
    harness.when(event("go"));
    harness.after(days(2)).after(days(6));
    assertThat(harness.summary().openGoals()).hasSize(1);

    harness.when(event("go"));

    assertThat(harness.summary().openGoals())
        .extracting(OpenGoal::entered)
        .containsExactly(harness.now());
  }

  @Test
  void shouldNotCountWhatIsImported() {
    givenNap(trip());
    harness.when(event("go"));

    harness.when(event("paid").imported());

    assertThat(harness.goals()).isEmpty();
    assertThat(harness.summary().openGoals()).hasSize(1);
  }

  @Test
  void shouldCostNothingButTheGoalWhenItsConditionThrows() {
    // given
    Condition throwing =
        facts -> {
          throw new IllegalStateException("no answer");
        };
    givenNap(journey("trip").on("go").goal("paid", days(7), throwing));
    harness.when(event("go"));

    // when
    harness.when(event("paid"));

    // then
    assertThat(harness.goals()).isEmpty();
    assertThat(harness.faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.text()).startsWith("engine_error in goal"));
    harness.after(minutes(1));
    harness.thenStands("trip", Status.WAITING, "nap");
  }

  @Test
  void shouldCountWhatHappenedBeforeTheTriggerArrived() {
    // given
    givenNap(trip());
    harness.when(event("go").ago(hours(3)));

    // when
    harness.when(event("paid").ago(hours(2)));

    // then
    assertThat(harness.goals()).containsExactly(REACHED);
  }

  @Test
  void shouldOpenAReplayedGoalNow() {
    // given
    givenNap(trip());
    harness.when(event("go"));
    PersonEvent trigger = harness.newest();
    harness.after(days(8));
    harness.replay(trigger);

    // when
    harness.when(event("paid").ago(hours(1)));
    harness.when(event("paid"));

    // then
    assertThat(harness.goals()).containsExactly(REACHED);
  }

  @Test
  void shouldGiveUpTheOldestOfTooManyGoals() {
    // given
    harness.givenJourney(trip().steps(complete("done")));
    for (int i = 0; i <= PersonSummary.MOST_GOALS; i++) {
      harness.when(event("go").with("number", i));
      harness.pass(minutes(1));
    }

    // then
    assertThat(harness.summary().openGoals()).hasSize(PersonSummary.MOST_GOALS);
    assertThat(harness.summary().openGoals().get(0).instance())
        .isEqualTo(harness.instances(JourneyHarness.ADA, "trip").get(1).id());
  }
}
