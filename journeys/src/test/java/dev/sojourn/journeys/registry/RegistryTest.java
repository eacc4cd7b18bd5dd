package dev.sojourn.journeys.registry;

import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.registry.Journey.Origin;
import dev.sojourn.journeys.registry.Journey.State;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryTest {

  private Registry registry = Registry.EMPTY;

  private void given(Journeys.Builder builder) {
    JourneyDefinition journey = builder.on("go").steps(complete("done"));
    int version = registry.journey(journey.id()).map(Journey::version).orElse(0) + 1;
    registry =
        registry
            .with(new JourneyVersion(journey.id(), version, "hash-" + version, journey))
            .with(
                new Journey(
                    journey.id(),
                    journey.title(),
                    Origin.FILE,
                    State.ACTIVE,
                    null,
                    version,
                    Map.of(),
                    null,
                    true,
                    Instant.EPOCH));
  }

  @Test
  void shouldAskTheHighestPriorityFirstAndEqualsById() {
    // given
    given(journey("d").priority(-1));
    given(journey("c"));
    given(journey("e").priority(7));
    given(journey("a"));
    given(journey("b").priority(0));

    // then
    assertThat(registry.triggeredBy("go"))
        .extracting(Journey::id)
        .containsExactly("e", "a", "b", "c", "d");
  }

  @Test
  void shouldUseThePriorityOfTheCurrentVersion() {
    // given
    given(journey("a").priority(1));
    given(journey("b").priority(2));

    // when
    given(journey("a").priority(3));

    // then
    assertThat(registry.triggeredBy("go")).extracting(Journey::id).containsExactly("a", "b");
  }
}
