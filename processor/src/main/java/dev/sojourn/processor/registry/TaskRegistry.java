package dev.sojourn.processor.registry;

import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.topics.registry.RegistryEntry;

/** What is published, on the heap of one task: a decision uses exactly what stands before it. */
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
   * Takes an entry in.
   *
   * @throws RuntimeException when no registry can have it; nothing has been written
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
