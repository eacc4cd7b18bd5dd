package dev.sojourn.processor.watermark;

import java.util.OptionalLong;

/**
 * Watermark of a task: the wall time before which everything that arrived at its inputs has been
 * processed. Used only by the task's stream thread.
 */
public interface Watermark {

  /** The watermark, in epoch ms; empty when it is not known yet. */
  OptionalLong readUpTo();

  /** Records that the task has processed this record, and everything before it in its partition. */
  default void processed(String topic, int partition, long offset) {}

  /** Asks for a newer watermark, which becomes known later. Cheap, and may be called repeatedly. */
  void ask();
}
