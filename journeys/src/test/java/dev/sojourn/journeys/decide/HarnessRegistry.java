package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Journey.Origin;
import dev.sojourn.journeys.registry.Journey.State;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.template.Template;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is published. */
interface HarnessRegistry extends DecidedPeople {

  default JourneyHarness givenJourney(JourneyDefinition journey) {
    return givenJourney(journey, State.ACTIVE, null);
  }

  /** Publishes a version, and those of its templates that are not published yet. */
  default JourneyHarness givenJourney(
      JourneyDefinition journey, State state, @Nullable Boolean override) {
    int version = registry().journey(journey.id()).map(Journey::version).orElse(0) + 1;
    journey.steps().stream()
        .flatMap(step -> step.templates())
        .filter(key -> registry().template(key).isEmpty() && !key.startsWith("missing/"))
        .forEach(key -> givenTemplate(key, null, "Hello"));
    publish(
        registry()
            .with(new JourneyVersion(journey.id(), version, "hash-" + version, journey))
            .with(
                new Journey(
                    journey.id(),
                    journey.title(),
                    Origin.FILE,
                    state,
                    override,
                    version,
                    Map.of(),
                    "file",
                    journey.isEnabled(),
                    now())));
    return harness();
  }

  default JourneyHarness givenTemplate(String key, @Nullable String category, String body) {
    publish(registry().with(new Template(key, "hash-of-" + key, "Subject", null, category, body)));
    return harness();
  }

  /** An operator holds all sends, or releases new ones. */
  default JourneyHarness givenHold(boolean held) {
    publish(registry().with(new Hold(Hold.ALL, held, Hold.DEFAULT_PER_SECOND, now())));
    return harness();
  }

  /** From now on decisions know no journey, as after the deletion of all. */
  default void forgetJourneys() {
    publish(Registry.EMPTY);
  }

  default JourneyHarness givenSending(SendingPolicy policy) {
    publish(registry().with(policy));
    return harness();
  }
}
