package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessFindings.entry;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.dsl.Conditions.contact;
import static dev.sojourn.journeys.dsl.Conditions.not;
import static dev.sojourn.journeys.dsl.Conditions.or;
import static dev.sojourn.journeys.dsl.Conditions.property;
import static dev.sojourn.journeys.dsl.Journeys.branch;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static dev.sojourn.journeys.dsl.Journeys.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.condition.Operator;
import dev.sojourn.journeys.dsl.Conditions;
import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.step.UpdateContactStep;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Branches, and what they can see. */
class BranchTest {

  private static final String GO = "user:created";

  private final JourneyHarness harness = new JourneyHarness();

  private static Journeys.Builder trip() {
    return journey("trip").on(GO).unlimited();
  }

  private Instance enter() {
    harness.when(event(GO));
    return harness.instance("trip");
  }

  @Test
  void shouldBranchOnHistoryContactAndTrigger() {
    harness.givenJourney(
        trip()
            .steps(
                sleep("nap", hours(1)),
                branch("b")
                    .when("used", Conditions.event("used").within(hours(1)).exists())
                    .when("team", or(contact("team").eq("red"), not(property("plan").exists())))
                    .otherwise("other"),
                complete("used"),
                complete("team"),
                complete("other")));

    harness.when(event(GO).with("plan", "pro"));
    harness.when(event("used"));
    harness.after(hours(1));
    assertThat(harness.instance("trip").log().get(2).to()).isEqualTo("used");
    assertThat(harness.instance("trip").log().get(2).detail()).isEqualTo(Map.of("path", 1));

    harness.when(event(GO).with("plan", "pro").setting("team", "red"));
    harness.after(hours(2));
    assertThat(harness.instance("trip").log().get(2).to()).isEqualTo("team");

    harness.when(event(GO).with("plan", "pro").setting("team", "blue"));
    harness.after(hours(2));
    harness.thenLog(
        "trip",
        entry(null, "nap", "entered", null),
        entry("nap", "b", "waited", null),
        entry("b", "other", "branched", Map.of("path", "otherwise")),
        entry("b", "other", "completed", null));
    harness.thenStands("trip", Status.COMPLETED, "b");
  }

  @Test
  void shouldCountTheEventBeingDecidedInABranch() {
    harness.givenJourney(
        trip()
            .steps(
                branch("b")
                    .when("first", Conditions.event(GO).count(Operator.LTE, 1))
                    .otherwise("more"),
                complete("first"),
                complete("more")));

    enter();
    assertThat(harness.instance("trip").log().get(1).to()).isEqualTo("first");
    enter();
    assertThat(harness.instance("trip").log().get(1).to()).isEqualTo("more");
  }

  @Test
  void shouldLetALaterBranchSeeWhatUpdateContactSet() {
    harness.givenJourney(
        trip()
            .steps(
                step(
                    new UpdateContactStep(
                        "u",
                        Map.of("stage", "vip"),
                        Map.of("stage", "no", "born", 1),
                        List.of("old"),
                        "b")),
                branch("b").when("yes", contact("stage").eq("vip")).otherwise("no"),
                complete("yes"),
                complete("no")));
    harness.givenContact(Map.of("old", 1, "kept", 2));

    enter();

    harness.thenLog(
        "trip",
        entry(null, "u", "entered", null),
        entry("u", "b", "contact_updated", Map.of("properties", List.of("born", "old", "stage"))),
        entry("b", "yes", "branched", Map.of("path", 1)),
        entry("b", "yes", "completed", null));
    assertThat(harness.contact().properties())
        .isEqualTo(Map.of("stage", "vip", "born", 1, "kept", 2));
  }
}
