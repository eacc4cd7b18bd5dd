package dev.sojourn.processor.task;

import java.time.Instant;

/**
 * The time of a task: that of its log. It follows the intake time of what has been processed; when
 * it is known that everything that arrived before some wall time has been read, it goes on to that
 * time. So a timer never overtakes an event that arrived before it was due, however late either is
 * processed. Never goes back.
 */
public final class TaskClock {

  private long now;

  /** A record with this intake time is being processed. */
  public void processed(Instant intake) {
    now = Math.max(now, intake.toEpochMilli());
  }

  /** Everything that arrived before this time has been processed. */
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
