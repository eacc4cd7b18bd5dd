package dev.sojourn.processor.task;

/** Takes the records of one topic. */
public interface RecordHandler {

  /** A record. Whatever is wrong with it becomes a dead letter; only stores and sinks may throw. */
  void handle(InputRecord record);
}
