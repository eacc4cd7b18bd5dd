package dev.sojourn.processor.watermark;

import java.util.OptionalLong;

/**
 * How far a task has read: up to which wall time everything that had arrived at its inputs has been
 * processed. Used by the task's stream thread alone.
 */
public interface Watermark {

  /** The latest such time in epoch ms; empty when nothing is known yet. */
  OptionalLong readUpTo();

  /** The task has processed this record, and everything before it in its partition. */
  default void processed(String topic, int partition, long offset) {}

  /** Asks for a newer answer, which comes some time later. Cheap, and may be called again. */
  void ask();
}
