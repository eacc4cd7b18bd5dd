package dev.sojourn.processor.task;

/** Handles the records of one topic. */
public interface RecordHandler {

  /** Handles a record. A bad record becomes a dead letter; only stores and sinks may throw. */
  void handle(InputRecord record);
}
