package dev.sojourn.processor.registry;

import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.topics.registry.RegistryEntry;

/** The registry of one task, on the heap: a decision uses exactly the entries read before it. */
public final class TaskRegistry {

  private final RegistryStore store;
  private final NodeRegistry shown;
  private final int partition;
  private Registry current;

  public TaskRegistry(RegistryStore store, NodeRegistry shown, int partition) {
    this.store = store;
    this.shown = shown;
    this.partition = partition;
    this.current = store.load();
    shown.show(partition, current);
  }

  public Registry current() {
    return current;
  }

  /**
   * Applies an entry.
   *
   * @throws RuntimeException when the entry is invalid for any registry; nothing has been written
   */
  void put(RegistryEntry entry, byte[] bytes) {
    Registry with = entry.into(current);
    if (with == current) {
      return;
    }
    store.put(entry.id(), bytes);
    current = with;
    shown.show(partition, current);
  }

  public void close() {
    shown.withdraw(partition);
  }
}
