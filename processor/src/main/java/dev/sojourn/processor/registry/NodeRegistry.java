package dev.sojourn.processor.registry;

import dev.sojourn.journeys.registry.Registry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is published, as the tasks of this process have it. A task shows a change here before it
 * acknowledges it, so whoever was told that a change is applied everywhere finds it here. Safe for
 * any number of threads.
 */
public final class NodeRegistry {

  private final Map<Integer, Registry> byPartition = new ConcurrentHashMap<>();

  void show(int partition, Registry registry) {
    byPartition.put(partition, registry);
  }

  void withdraw(int partition) {
    byPartition.remove(partition);
  }

  /** The registry of some task of this process. */
  public Optional<Registry> any() {
    return byPartition.values().stream().findFirst();
  }
}
