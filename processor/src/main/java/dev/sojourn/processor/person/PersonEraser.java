package dev.sojourn.processor.person;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.counter.CounterStore;
import dev.sojourn.processor.counter.TemplateCounters;
import dev.sojourn.processor.engagement.EngagementStore;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.instance.InstanceStore;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.row.Row;
import dev.sojourn.processor.row.StateFamily;
import java.util.List;
import java.util.Optional;

/**
 * Erases a person for good. All rows that name or describe the person are deleted at once, so that
 * no read, timer or later event finds anything; what stays is a keyed hash, by which later inputs
 * are refused. Erasing is not journalled, since the journal would name the person again.
 */
public final class PersonEraser {

  private static final String GOAL_REACHED = "goal_reached";

  private final List<StateFamily> families;
  private final PersonStore persons;
  private final InstanceStore instances;
  private final EngagementStore engagements;
  private final CounterStore counters;
  private final TemplateCounters templates;
  private final ErasedStore erased;

  public PersonEraser(
      List<StateFamily> families,
      PersonStore persons,
      InstanceStore instances,
      EngagementStore engagements,
      CounterStore counters,
      TemplateCounters templates,
      ErasedStore erased) {
    this.families = List.copyOf(families);
    this.persons = persons;
    this.instances = instances;
    this.engagements = engagements;
    this.counters = counters;
    this.templates = templates;
    this.erased = erased;
  }

  /** A row of the person. */
  private record Found(StateFamily family, Row row) {

    boolean goes() {
      return family.pseudonymised(row, "") == null;
    }

    void replace(String pseudonym) {
      family.replace(row, family.pseudonymised(row, pseudonym));
    }
  }

  /**
   * Erases a person.
   *
   * @param salt random, used for this erasure only
   * @return how many live instances were stopped; empty when the person was unknown
   * @throws IllegalArgumentException when the salt is empty; nothing has been written
   */
  Optional<Integer> erase(PersonKey who, byte[] salt) {
    if (salt.length == 0) {
      throw new IllegalArgumentException("expected a salt, found none");
    }
    List<Found> rows =
        families.stream()
            .flatMap(family -> family.rows(who).stream().map(row -> new Found(family, row)))
            .toList();
    if (rows.stream().noneMatch(Found::goes)) {
      return Optional.empty();
    }
    List<Instance> all = instances.ofPerson(who.hash(), who.userId());
    all.forEach(instance -> uncount(who.hash(), instance));
    persons
        .summary(who.hash(), who.userId())
        .heldOut()
        .forEach(id -> count(id, CounterKey.HELD_OUT, -1));
    erased.add(who.hash(), who.userId(), salt);
    String pseudonym = erased.pseudonym(who.hash(), who.userId()).orElseThrow();
    rows.forEach(row -> row.replace(pseudonym));
    return Optional.of((int) all.stream().filter(one -> one.status().isLive()).count());
  }

  /** Counters of a journey cover only the people who are still stored. */
  private void uncount(int hash, Instance instance) {
    String journey = instance.journeyId();
    count(journey, instance.status().json(), -1);
    if (instance.waitState() instanceof WaitState.Held) {
      count(journey, CounterKey.HELD, -1);
    }
    if (instance.status() == Status.COMPLETED) {
      count(journey, CounterKey.DURATION, -DecisionApplier.durationMs(instance));
    }
    for (LogEntry entry : instances.log(instance)) {
      CounterKey.of(journey, entry).ifPresent(total -> counters.add(total, -1));
      templates.forgotten(instance, entry);
      if (entry.action().equals(GOAL_REACHED)) {
        count(journey, CounterKey.GOAL, -1);
      }
    }
    engagements
        .ofInstance(hash, instance.id())
        .forEach(
            (send, engagement) -> {
              count(journey, CounterKey.EMAIL_OPENED, engagement.openedAt() == null ? 0 : -1);
              count(journey, CounterKey.EMAIL_CLICKED, engagement.clickedAt() == null ? 0 : -1);
              templates.forgotten(instance, send, engagement);
            });
  }

  private void count(String journeyId, String name, long more) {
    counters.add(new CounterKey(journeyId, name), more);
  }
}
