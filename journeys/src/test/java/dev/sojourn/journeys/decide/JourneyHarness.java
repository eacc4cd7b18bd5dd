package dev.sojourn.journeys.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.ActiveInstance;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.simulate.InMemoryPerson;
import dev.sojourn.journeys.step.RetryPolicy;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * People on the heap, to whom decisions are applied as the processor does: timers due before a
 * stimulus fire before it, and the summary is checked against each decision. What a test can say to
 * it is in parts, one for each feature: a new feature brings a part of its own.
 */
final class JourneyHarness
    implements HarnessRegistry,
        HarnessEvents,
        HarnessTime,
        HarnessOutcomes,
        HarnessOperations,
        HarnessFindings {

  static final Instant START = Instant.parse("2026-01-15T10:30:00Z");
  static final String ADA = "ada";

  /** More timers than this in a row are a journey that never pauses. */
  private static final int MOST_TIMERS = 100;

  private final Decider decider;
  private final Map<String, InMemoryPerson> people = new LinkedHashMap<>();
  private final DecisionRecord decided = new DecisionRecord();
  private final AtomicInteger contactReads = new AtomicInteger();
  private Registry registry = Registry.EMPTY;
  private Instant clock = START;
  private int numbers;

  JourneyHarness() {
    this(RetryPolicy.STANDARD);
  }

  JourneyHarness(RetryPolicy retries) {
    decider = new Decider(retries);
  }

  @Override
  public JourneyHarness harness() {
    return this;
  }

  @Override
  public Decision decide(InMemoryPerson person, Stimulus stimulus, Instant now) {
    return decider.decide(
        new ContactReads(person, contactReads), stimulus, Knowledge.of(registry), now);
  }

  @Override
  public InMemoryPerson person(String userId) {
    return people.computeIfAbsent(userId, id -> new InMemoryPerson(id, id.hashCode()));
  }

  @Override
  public Collection<InMemoryPerson> people() {
    return people.values();
  }

  @Override
  public InMemoryPerson personOf(SendId send) {
    return people.values().stream()
        .filter(person -> person.instance(send.instance()).isPresent())
        .findFirst()
        .orElseGet(() -> person(ADA));
  }

  /** How often decisions have read a contact. */
  int contactReads() {
    return contactReads.get();
  }

  @Override
  public void fireBefore(InMemoryPerson person, Instant limit) {
    for (int i = 0; i < MOST_TIMERS; i++) {
      Optional<Instance> next = person.firstDueBefore(limit);
      if (next.isEmpty()) {
        return;
      }
      Instant due = InMemoryPerson.due(next.get());
      Instant now = due.isAfter(clock) ? due : clock;
      Decision decision = decide(person, new Stimulus.TimerDue(next.get().id(), due), now);
      assertThat(decision.changes()).as("a timer of a live instance moves it").isNotEmpty();
      apply(person, decision);
    }
    throw new AssertionError("timers without end");
  }

  @Override
  public Decision apply(InMemoryPerson person, Decision decision) {
    person.apply(decision);
    decided.add(decision);
    headKnowsTheLiving(person);
    return decision;
  }

  private void headKnowsTheLiving(InMemoryPerson person) {
    assertThat(person.summary().live().stream().map(ActiveInstance::id))
        .containsExactlyInAnyOrderElementsOf(
            person.instances().stream()
                .filter(instance -> instance.status().isLive())
                .map(Instance::id)
                .toList());
    for (ActiveInstance live : person.summary().live()) {
      Instance instance = person.instance(live.id()).orElseThrow();
      assertThat(live.subscribedEvents())
          .containsAll(EventSubscriptions.eventsOf(instance, registry));
      Instant due = InMemoryPerson.due(instance);
      if (!due.equals(Instant.MAX)) {
        assertThat(live.due()).isNotNull().isBeforeOrEqualTo(due);
      }
    }
  }

  @Override
  public DecisionRecord decided() {
    return decided;
  }

  @Override
  public Registry registry() {
    return registry;
  }

  @Override
  public void publish(Registry next) {
    registry = next;
  }

  @Override
  public Instant now() {
    return clock;
  }

  @Override
  public void moveTo(Instant time) {
    clock = time;
  }

  @Override
  public int newNumber() {
    return numbers++;
  }
}
