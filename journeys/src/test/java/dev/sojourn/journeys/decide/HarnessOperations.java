package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.simulate.InMemoryPerson;

/** What operators do to a person and their instances. */
interface HarnessOperations extends DecidedPeople {

  String OPERATOR = "operator";

  default JourneyHarness givenPreferences(PreferencesPatch patch) {
    InMemoryPerson ada = person(JourneyHarness.ADA);
    Decision unused = apply(ada, decide(ada, new Stimulus.PreferencesChanged(patch)));
    return harness();
  }

  /** Releases a held send. */
  default Decision release(InstanceId id) {
    InMemoryPerson ada = person(JourneyHarness.ADA);
    return apply(ada, decide(ada, new Stimulus.HoldReleased(id)));
  }

  default Decision cancel(InstanceId id) {
    InMemoryPerson ada = person(JourneyHarness.ADA);
    return apply(ada, decide(ada, new Stimulus.CancelRequested(id, OPERATOR)));
  }

  default Decision retry(InstanceId id) {
    InMemoryPerson ada = person(JourneyHarness.ADA);
    return apply(ada, decide(ada, new Stimulus.RetryRequested(id, OPERATOR)));
  }
}
