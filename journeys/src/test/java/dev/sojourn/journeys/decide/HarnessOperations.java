package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.decide.Decider.Cancellation;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.registry.Registry;

/** What operators do to a person and their instances. */
interface HarnessOperations extends DecidedPeople {

  default JourneyHarness givenPreferences(PreferencesPatch patch) {
    InMemoryPerson ada = person(JourneyHarness.ADA);
    Decision unused = apply(ada, decider().preferences(seen(ada), patch, now()));
    return harness();
  }

  /** Releases a held send. */
  default Decision release(InstanceId id) {
    InMemoryPerson ada = person(JourneyHarness.ADA);
    return apply(ada, decider().release(seen(ada), id, registry(), now()));
  }

  default Cancellation cancel(InstanceId id) {
    InMemoryPerson ada = person(JourneyHarness.ADA);
    Cancellation cancellation = decider().cancel(seen(ada), id, registry(), now());
    apply(ada, cancellation.decision());
    return cancellation;
  }

  default RetryDecision retry(InstanceId id) {
    return retryKnowing(registry(), id);
  }

  default RetryDecision retryKnowing(Registry published, InstanceId id) {
    InMemoryPerson ada = person(JourneyHarness.ADA);
    RetryDecision retrial = decider().retry(seen(ada), id, published, now());
    apply(ada, retrial.decision());
    return retrial;
  }
}
