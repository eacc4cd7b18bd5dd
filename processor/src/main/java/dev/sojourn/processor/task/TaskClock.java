package dev.sojourn.processor.task;

import java.time.Instant;

/**
 * The clock of a task, in log time. It follows the append time of processed records and, once all
 * records that arrived before some wall time are known to have been read, advances to that time. So
 * a timer never overtakes an event that arrived before it was due, however late either is
 * processed. Never goes back.
 */
public final class TaskClock {

  private long now;

  /** Advances to the append time of the record being processed. */
  public void processed(Instant appendTime) {
    now = Math.max(now, appendTime.toEpochMilli());
  }

  /** Advances to a wall time, in ms: everything that arrived before it has been processed. */
  public void readUpTo(long wallMs) {
    now = Math.max(now, wallMs);
  }

  public long millis() {
    return now;
  }

  public Instant now() {
    return Instant.ofEpochMilli(now);
  }
}
