package dev.sojourn.processor.watermark;

/** Creates the watermark of each task. */
public interface WatermarkFactory {

  /**
   * The watermark of a task.
   *
   * @param partition the task's partition
   */
  Watermark of(int partition);
}
