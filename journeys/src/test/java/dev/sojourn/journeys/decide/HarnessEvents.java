package dev.sojourn.journeys.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.EventHistory.StoredEvent;
import dev.sojourn.journeys.simulate.InMemoryPerson;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Events, processed once or again, and what people have stored before. */
interface HarnessEvents extends DecidedPeople {

  default JourneyHarness givenContact(Map<String, Object> properties) {
    person(JourneyHarness.ADA).put(new Contact(properties));
    return harness();
  }

  /** A stored event of the past that no journey has processed. */
  default JourneyHarness givenHistory(String name, Duration ago, Map<String, Object> properties) {
    person(JourneyHarness.ADA)
        .put(
            new StoredEvent(
                EventIds.derive(1, JourneyHarness.ADA, "history" + newNumber()),
                name,
                now().minus(ago),
                properties));
    return harness();
  }

  default Decision when(Happening happening) {
    InMemoryPerson person = person(happening.userId());
    fireBefore(person, now());
    PersonEvent event = event(happening);
    Decision decision = decide(person, new Stimulus.EventReceived(event));
    assertThat(
            Decider.concerns(person.summary(), event.name(), registry()) || unconcerned(decision))
        .as("an event that changes an instance concerns the head")
        .isTrue();
    apply(person, decision);
    decided().add(event);
    person.put(new StoredEvent(event.id(), event.name(), event.occurredAt(), event.properties()));
    return decision;
  }

  private PersonEvent event(Happening happening) {
    InMemoryPerson person = person(happening.userId());
    return happening.appended(
        EventIds.derive(person.userHash(), person.userId(), "event" + newNumber()), now());
  }

  /** Explains what an event would do for a journey; nothing is stored. */
  default Explanation explain(Happening happening, String journeyId) {
    return new Decider()
        .explain(
            person(happening.userId()),
            event(happening),
            registry().journey(journeyId).orElseThrow(),
            Knowledge.of(registry()));
  }

  /** The newest event, for a test that processes it again later. */
  default PersonEvent newest() {
    return decided().newest();
  }

  /** Retries a part of an event that threw an exception, now. */
  default Decision again(PersonEvent event, EventPart part, String... decided) {
    PersonEvent now =
        new PersonEvent(
            event.id(),
            event.name(),
            event.occurredAt(),
            now(),
            event.properties(),
            event.contact(),
            event.email(),
            event.depth(),
            event.historical());
    InMemoryPerson ada = person(JourneyHarness.ADA);
    return apply(ada, decide(ada, new Stimulus.EventRedriven(now, part, Set.of(decided))));
  }

  /** Replays an event, now. */
  default Decision replay(PersonEvent event) {
    PersonEvent now =
        new PersonEvent(
            event.id(),
            event.name(),
            event.occurredAt(),
            now(),
            event.properties(),
            ContactPatch.NONE,
            event.email(),
            0,
            false);
    InMemoryPerson ada = person(JourneyHarness.ADA);
    return apply(ada, decide(ada, new Stimulus.EventReplayed(now, "replay" + newNumber())));
  }

  private static boolean unconcerned(Decision decision) {
    return decision.changes().isEmpty()
        && decision.entries().isEmpty()
        && decision.goals().isEmpty()
        && decision.engagementChanges().isEmpty();
  }
}
