package dev.sojourn.processor.heart;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.Park;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.row.CounterKey;
import dev.sojourn.processor.row.TimerKey;
import dev.sojourn.processor.store.TaskStores;
import java.util.List;
import java.util.Optional;

/**
 * Forgets a person for good. Everything that names or describes them leaves the stores at once, so
 * that no read, no timer and no later event finds anything; what stays is a keyed hash by which
 * they are refused. It is not written to the journal, which would name them again.
 */
final class Erasure {

  private final TaskStores stores;

  Erasure(TaskStores stores) {
    this.stores = stores;
  }

  /**
   * Erases a person.
   *
   * @param salt random, of this erasure alone
   * @return how many live instances were stopped; empty when nothing was known of the person
   * @throws IllegalArgumentException when the salt is empty; nothing has been written
   */
  Optional<Integer> erase(int hash, String userId, byte[] salt) {
    if (!stores.persons.contains(hash, userId) && !stores.history.containsPerson(hash, userId)) {
      return Optional.empty();
    }
    stores.erased.add(hash, userId, salt);
    List<Instance> instances = stores.instances.ofPerson(hash, userId);
    instances.forEach(this::erase);
    stores.persons.erase(hash, userId);
    stores.refusals.erase(hash, userId);
    stores.history.erase(hash, userId);
    stores.outbox.erase(userId);
    stores.commands.erase(userId);
    stores.deadLetters.erase(userId);
    stores.engagements.erase(hash, userId);
    stores.audit.erase(userId, stores.erased.pseudonym(hash, userId).orElseThrow());
    // A new family of rows that name a person has its line here.
    return Optional.of((int) instances.stream().filter(one -> one.status().isLive()).count());
  }

  private void erase(Instance instance) {
    String journey = instance.journeyId();
    instance.due().ifPresent(due -> stores.timers.delete(new TimerKey(due, instance.id())));
    if (instance.park() instanceof Park.Held) {
      stores.held.delete(journey, instance.id());
      stores.counters.add(new CounterKey(journey, CounterKey.HELD), -1);
    }
    stores.counters.add(new CounterKey(journey, instance.status().json()), -1);
    if (instance.status() == Status.COMPLETED) {
      long ms = Applier.durationMs(instance);
      stores.counters.add(new CounterKey(journey, CounterKey.DURATION), -ms);
    }
    stores.instances.erase(instance);
  }
}
