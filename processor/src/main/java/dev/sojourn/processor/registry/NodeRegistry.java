package dev.sojourn.processor.registry;

import dev.sojourn.journeys.registry.Registry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The registry of this node, as its tasks have it. A task publishes a change here before it
 * acknowledges it, so a change that is reported as applied everywhere is visible here. Safe for any
 * number of threads.
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
