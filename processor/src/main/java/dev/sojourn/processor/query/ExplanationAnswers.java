package dev.sojourn.processor.query;

import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.journeys.decide.Explanation;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.registry.RegisteredJourney;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.query.Answer.GuardView;
import dev.sojourn.processor.store.RegistryStore;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;

/** Asks the guards what they would say, and writes nothing. */
final class ExplanationAnswers {

  private final ReadOnlyKeyValueStore<Bytes, byte[]> state;
  private final ReadOnlyWindowStore<Bytes, byte[]> history;

  ExplanationAnswers(
      ReadOnlyKeyValueStore<Bytes, byte[]> state, ReadOnlyWindowStore<Bytes, byte[]> history) {
    this.state = state;
    this.history = history;
  }

  /** Exactly what this partition would decide, by what it has read of the registry. */
  Answer.Explained explain(Query.Explain query) {
    Registry registry = RegistryStore.load(state);
    StoredPerson person = new StoredPerson(state, history, query.userId());
    PersonEvent event =
        new PersonEvent(
            EventIds.derive(person.userHash(), query.userId(), "explain"),
            query.event(),
            query.at(),
            query.at(),
            query.properties(),
            ContactPatch.NONE,
            null,
            0,
            false);
    RegisteredJourney journey = registry.journey(query.journeyId()).orElseThrow();
    Explanation explanation = new Decider().explain(person, event, journey, registry);
    return new Answer.Explained(
        explanation.reason().orElse(null),
        explanation.guards().stream()
            .map(guard -> new GuardView(guard.guard(), guard.passed(), guard.saw()))
            .toList(),
        explanation.instance().map(InstanceAnswers::view).orElse(null),
        explanation.instance().stream()
            .flatMap(
                instance ->
                    instance.log().stream().map(line -> InstanceAnswers.view(instance.id(), line)))
            .toList());
  }
}
