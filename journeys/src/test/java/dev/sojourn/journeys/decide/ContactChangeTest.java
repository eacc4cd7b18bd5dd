package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.updateContact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events and steps that change the contact. */
class ContactChangeTest {

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
  void shouldFailTheInstanceWhenTheContactWouldGrowTooLarge() {
    harness.givenJourney(
        trip().steps(updateContact("u", Map.of("text", "x".repeat(64 * 1024))), complete("done")));

    enter();

    harness.thenStands("trip", Status.FAILED, "u");
    assertThat(harness.contact().properties()).isEmpty();
  }

  @Test
  void shouldKeepTheContactAndGoOnWhenAnEventWouldMakeItTooLarge() {
    harness.givenJourney(trip().steps(complete("done"))).givenContact(Map.of("a", 1));

    Decision decision = harness.when(event(GO).setting("text", "x".repeat(64 * 1024)));

    harness.thenEntered("trip");
    assertThat(decision.contact()).isEmpty();
    assertThat(decision.faults()).hasSize(1);
  }

  @Test
  void shouldPatchTheContactByRemovingThenFillingThenOverwriting() {
    harness.givenContact(Map.of("a", 1, "b", 1, "c", 1));

    harness.when(
        event("x")
            .patching(
                new ContactPatch(Map.of("b", 2), Map.of("a", 3, "c", 3, "d", 3), List.of("a"))));

    assertThat(harness.contact().properties()).isEqualTo(Map.of("a", 3, "b", 2, "c", 1, "d", 3));
    assertThat(harness.when(event("x").setting("b", 2)).contact()).isEmpty();
  }
}
