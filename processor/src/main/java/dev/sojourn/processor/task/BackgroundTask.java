package dev.sojourn.processor.task;

import dev.sojourn.topics.registry.RegistryEntry;

/**
 * Work that a task does between records, in slices, so that records get their turn. Used only by
 * the task's stream thread.
 */
public interface BackgroundTask {

  /** Schedules what is due, once the stores of the task are restored. */
  void start();

  /** Called after each input record: it may have left something to do. */
  default void recordHandled() {}

  /** Called with each registry entry or deletion, once decisions use it. */
  default void registryChanged(RegistryEntry entry) {}

  /**
   * Cancels what is scheduled; otherwise a revived task would keep the punctuations of its former
   * run, whose stores are gone.
   */
  void stop();
}
