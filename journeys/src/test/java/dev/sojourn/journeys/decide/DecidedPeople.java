package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.PersonView;
import dev.sojourn.journeys.registry.Registry;
import java.time.Instant;
import java.util.Collection;

/** What the parts of a harness are made of: people, the registry, the clock, and decisions. */
interface DecidedPeople {

  DeciderCalls decider();

  InMemoryPerson person(String userId);

  /** Everybody, in the order in which they were first seen. */
  Collection<InMemoryPerson> people();

  /** The person of this send, or Ada when nobody knows it. */
  InMemoryPerson personOf(SendId send);

  /** A person as a decision reads it. */
  PersonView seen(InMemoryPerson person);

  /** Fires a person's timers that are due before a time. */
  void fireBefore(InMemoryPerson person, Instant limit);

  /** Applies a decision and records what it brings about. */
  Decision apply(InMemoryPerson person, Decision decision);

  DecisionRecord decided();

  Registry registry();

  void publish(Registry next);

  Instant now();

  void moveTo(Instant time);

  /** A number that nothing has had. */
  int newNumber();

  /** The whole, for verbs that can be chained. */
  JourneyHarness harness();
}
