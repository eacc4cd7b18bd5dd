package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.simulate.InMemoryPerson;
import java.time.Instant;
import java.util.Collection;

/** What the parts of a harness are made of: people, the registry, the clock, and decisions. */
interface DecidedPeople {

  InMemoryPerson person(String userId);

  /** Everybody, in the order in which they were first seen. */
  Collection<InMemoryPerson> people();

  /** The person of this send, or Ada when nobody knows it. */
  InMemoryPerson personOf(SendId send);

  /** Decides about a person with what is published; nothing is applied yet. */
  Decision decide(InMemoryPerson person, Stimulus stimulus, Instant now);

  /** Decides now. */
  default Decision decide(InMemoryPerson person, Stimulus stimulus) {
    return decide(person, stimulus, now());
  }

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
