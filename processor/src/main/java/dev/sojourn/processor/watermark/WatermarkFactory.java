package dev.sojourn.processor.watermark;

/** Gives each task its watermark. */
public interface WatermarkFactory {

  /**
   * The watermark of a task.
   *
   * @param partition the task's partition
   */
  Watermark of(int partition);
}
