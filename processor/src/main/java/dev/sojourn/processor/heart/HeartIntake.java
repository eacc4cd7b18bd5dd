package dev.sojourn.processor.heart;

/** Takes the records of one topic. */
interface HeartIntake {

  /** A record. Whatever is wrong with it becomes a dead letter; only stores and sinks may throw. */
  void take(Stimulus record);
}
