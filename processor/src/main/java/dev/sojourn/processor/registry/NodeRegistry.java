package dev.sojourn.processor.registry;

import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.topics.registry.RegistryRecord;
import dev.sojourn.topics.registry.SharedValues;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry of this node, as its tasks have it. A task publishes a change here before it
 * acknowledges it, so a change that is reported as applied everywhere is visible here. Safe for any
 * number of threads.
 */
public final class NodeRegistry {

  private static final Logger log = LoggerFactory.getLogger(NodeRegistry.class);

  private final SharedValues values;
  private final Map<Integer, Registry> byPartition = new ConcurrentHashMap<>();
  private final Set<String> unknownTypes = ConcurrentHashMap.newKeySet();

  /** A registry whose values only its tasks share. */
  public NodeRegistry() {
    this(new SharedValues());
  }

  /**
   * Creates a registry.
   *
   * @param values that its tasks share with the rest of the process
   */
  public NodeRegistry(SharedValues values) {
    this.values = values;
  }

  void show(int partition, Registry registry) {
    byPartition.put(partition, registry);
  }

  void withdraw(int partition) {
    byPartition.remove(partition);
  }

  /** The same record with the value that other tasks have; reports unknown kinds once. */
  RegistryRecord share(RegistryRecord record) {
    if (record instanceof RegistryRecord.OfUnknownKind unknown
        && unknownTypes.add(unknown.type())) {
      log.warn(
          "Registry entries of type '{}' are of a newer release: they are kept and have no effect",
          unknown.type());
    }
    return record.sharing(values);
  }

  /** The registry of some task of this process. */
  public Optional<Registry> any() {
    return byPartition.values().stream().findFirst();
  }
}
