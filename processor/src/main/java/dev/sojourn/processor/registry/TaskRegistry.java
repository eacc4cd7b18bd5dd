package dev.sojourn.processor.registry;

import dev.sojourn.journeys.decide.Knowledge;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.topics.registry.RegistryRecord;
import org.jspecify.annotations.Nullable;

/** The registry of one task, on the heap: a decision uses exactly the entries read before it. */
public final class TaskRegistry {

  private final RegistryStore store;
  private final NodeRegistry node;
  private final int partition;
  private Knowledge knowledge;

  public TaskRegistry(RegistryStore store, NodeRegistry node, int partition) {
    this.store = store;
    this.node = node;
    this.partition = partition;
    this.knowledge = new Knowledge(store.load(node::share), store.position());
    node.show(partition, current());
  }

  public Registry current() {
    return knowledge.registry();
  }

  /** The registry with its revision. */
  public Knowledge knowledge() {
    return knowledge;
  }

  /**
   * Applies a record.
   *
   * @param entryId the id under which it is kept
   * @param bytes its value, as it was read; null for a deletion
   * @param offset of the record in the registry's topic
   * @throws RuntimeException when it is invalid for any registry; nothing has been written
   */
  void apply(RegistryRecord change, String entryId, byte @Nullable [] bytes, long offset) {
    Registry changed = node.share(change).into(current());
    if (change.isKept()) {
      store.put(entryId, bytes);
    }
    store.position(offset);
    knowledge = new Knowledge(changed, offset);
    node.show(partition, changed);
  }

  public void close() {
    node.withdraw(partition);
  }
}
