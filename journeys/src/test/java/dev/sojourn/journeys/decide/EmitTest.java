package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessFindings.entry;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.emit;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.instance.Instance;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events that a journey emits. */
class EmitTest {

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
  void shouldEmitOneDeeperThanTheEventThatEntered() {
    harness.givenJourney(
        trip().steps(emit("e", "tour:started", Map.of("from", "trip")), complete("done")));

    harness.when(event(GO).atDepth(3));

    Instance instance = harness.instance("trip");
    assertThat(harness.emissions())
        .containsExactly(
            new Decision.EmittedEvent(
                "ada", "tour:started", Map.of("from", "trip"), instance.id() + ":e:1", 4));
    harness.thenLog(
        "trip",
        entry(null, "e", "entered", null),
        entry("e", "done", "event_emitted", Map.of("event", "tour:started")),
        entry("e", "done", "completed", null));
  }

  @Test
  void shouldEmitOneDeeperThanTheEventThatWoke() {
    harness.givenJourney(
        trip().steps(waitFor("w", "ping", days(1)), emit("e", "pong", Map.of()), complete("done")));
    enter();

    harness.when(event("ping").atDepth(7));

    assertThat(harness.emissions()).extracting(Decision.EmittedEvent::depth).containsExactly(8);
  }
}
