package dev.sojourn.processor.timer;

/** Gives each task its frontier. */
public interface FrontierSource {

  /**
   * The frontier of a task.
   *
   * @param partition the task's partition
   */
  Frontier of(int partition);
}
