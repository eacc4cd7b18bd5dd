package dev.sojourn.processor.person;

import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.counter.CounterStore;
import dev.sojourn.processor.counter.DecisionCounters;
import dev.sojourn.processor.counter.DecisionCounters.StoredInstance;
import dev.sojourn.processor.engagement.EngagementStore;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.instance.InstanceStore;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.row.Row;
import dev.sojourn.processor.row.StateFamily;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Erases a person for good. All rows that name or describe the person are deleted at once, so that
 * no read, timer or later event finds anything; what stays is a keyed hash, by which later inputs
 * are refused. Erasing is not journalled, since the journal would name the person again.
 */
public final class PersonEraser {

  private final List<StateFamily> families;
  private final PersonStore persons;
  private final InstanceStore instances;
  private final EngagementStore engagements;
  private final CounterStore counters;
  private final Supplier<Registry> registry;
  private final ErasedStore erased;

  public PersonEraser(
      List<StateFamily> families,
      PersonStore persons,
      InstanceStore instances,
      EngagementStore engagements,
      CounterStore counters,
      Supplier<Registry> registry,
      ErasedStore erased) {
    this.families = List.copyOf(families);
    this.persons = persons;
    this.instances = instances;
    this.engagements = engagements;
    this.counters = counters;
    this.registry = registry;
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
    counters.countVersions(instances::all);
    List<StoredInstance> all =
        instances.ofPerson(who.hash(), who.userId()).stream()
            .map(
                one ->
                    new StoredInstance(
                        one, instances.log(one), engagements.ofInstance(who.hash(), one.id())))
            .toList();
    // Counters cover only the people who are still stored.
    counters.subtract(DecisionCounters.of(all, persons.summary(who).heldOut(), registry.get()));
    erased.add(who.hash(), who.userId(), salt);
    String pseudonym = erased.pseudonym(who.hash(), who.userId()).orElseThrow();
    rows.forEach(row -> row.replace(pseudonym));
    return Optional.of((int) all.stream().filter(one -> one.instance().status().isLive()).count());
  }
}
