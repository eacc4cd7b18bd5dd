package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.decide.HarnessTime.minutes;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.condition.EvaluationContext;
import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.event.PersonEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A part of an event that threw an exception is retried; completed parts are not applied again. */
class EventPartTest {

  private final JourneyHarness harness = new JourneyHarness();
  private final Mendable condition = new Mendable();

  /** A condition that throws until it is fixed. */
  private static final class Mendable implements Condition {
    private boolean works;

    @Override
    public boolean test(EvaluationContext facts) {
      if (!works) {
        throw new IllegalStateException("no answer");
      }
      return true;
    }
  }

  private static void givenNap(JourneyHarness harness, Journeys.Builder builder) {
    harness.givenJourney(builder.unlimited().steps(sleep("nap", days(1)), complete("done")));
  }

  @Test
  void shouldAskTheGuardsThatThrewAndNoOthers() {
    // given
    givenNap(harness, journey("sound").on("go"));
    givenNap(harness, journey("odd").on("go", condition));
    Decision first = harness.when(event("go").setting("plan", "free"));
    PersonEvent event = harness.newest();
    harness.after(days(2));
    harness.when(event("other").setting("plan", "pro"));
    condition.works = true;

    // when
    Decision again = harness.again(event, EventPart.ENTRY, "sound");

    // then
    assertThat(first.faults())
        .singleElement()
        .extracting(Decision.Fault::remainingPart)
        .isNotNull();
    assertThat(first.faults().get(0).remainingPart()).hasValue(EventPart.ENTRY);
    harness.thenEntered("odd");
    assertThat(again.entries()).hasSize(1);
    assertThat(harness.instances(JourneyHarness.ADA, "sound")).hasSize(1);
    assertThat(harness.contact().properties()).isEqualTo(Map.of("plan", "pro"));
  }

  @Test
  void shouldWriteTheContactForWhichThereWasNoRoomAndNothingElse() {
    // given
    givenNap(harness, journey("sound").on("go"));
    harness.givenContact(Map.of("notes", "x".repeat(Limits.CONTACT - 100)));
    Decision first = harness.when(event("go").setting("bio", "y".repeat(200)));
    PersonEvent event = harness.newest();
    harness.after(days(2));
    harness.givenContact(Map.of());

    // when
    harness.again(event, EventPart.CONTACT);

    // then
    assertThat(first.faults().get(0).remainingPart()).hasValue(EventPart.CONTACT);
    assertThat(harness.contact().properties()).containsOnlyKeys("bio");
    assertThat(harness.instances(JourneyHarness.ADA, "sound")).hasSize(1);
  }

  @Test
  void shouldCountTheGoalWhoseConditionThrew() {
    // given
    givenNap(harness, journey("trip").on("go").goal("paid", days(7), condition));
    harness.when(event("go"));
    harness.pass(minutes(1));
    Decision first = harness.when(event("paid"));
    PersonEvent event = harness.newest();
    condition.works = true;

    // when
    harness.again(event, EventPart.GOAL);
    harness.again(event, EventPart.GOAL);

    // then
    assertThat(first.faults().get(0).remainingPart()).hasValue(EventPart.GOAL);
    assertThat(harness.goals()).containsExactly(new Decision.ReachedGoal("trip", false));
  }

  @Test
  void shouldNotReachAGoalByTheEventThatOpenedIt() {
    // given
    givenNap(harness, journey("trip").on("go").goal("go", days(7)));
    harness.when(event("go"));

    // when
    harness.again(harness.newest(), EventPart.GOAL);

    // then
    assertThat(harness.goals()).isEmpty();
  }
}
