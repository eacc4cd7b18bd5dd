package dev.sojourn.processor.registry;

import dev.sojourn.journeys.decide.Knowledge;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.topics.registry.RegistryEntry;

/** The registry of one task, on the heap: a decision uses exactly the entries read before it. */
public final class TaskRegistry {

  private final RegistryStore store;
  private final NodeRegistry shown;
  private final int partition;
  private Knowledge knowledge;

  public TaskRegistry(RegistryStore store, NodeRegistry shown, int partition) {
    this.store = store;
    this.shown = shown;
    this.partition = partition;
    this.knowledge = new Knowledge(store.load(), store.position());
    shown.show(partition, current());
  }

  public Registry current() {
    return knowledge.registry();
  }

  /** The registry with its revision. */
  public Knowledge knowledge() {
    return knowledge;
  }

  /**
   * Applies an entry.
   *
   * @param offset of the entry in the registry's topic
   * @throws RuntimeException when the entry is invalid for any registry; nothing has been written
   */
  void put(RegistryEntry entry, byte[] bytes, long offset) {
    Registry with = entry.into(current());
    if (with != current()) {
      store.put(entry.id(), bytes);
    }
    store.position(offset);
    knowledge = new Knowledge(with, offset);
    shown.show(partition, with);
  }

  public void close() {
    shown.withdraw(partition);
  }
}
