package dev.sojourn.http.event;

import dev.sojourn.http.event.ReverseEventScan.Found;
import dev.sojourn.http.kafka.EventLog.Chunk;
import dev.sojourn.http.kafka.EventLog.Stretch;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** One partition of the log on the way from its newest record to its oldest. */
final class PartitionScan {

  /** Where little is found, chunks grow to so many times the first. */
  private static final int MOST = 16;

  private final int partition;
  private final long first;
  private final int largest;
  private final Deque<Found> found = new ArrayDeque<>();
  private long unread;
  private Instant reached;
  private int chunk;

  /**
   * A partition of which nothing has been read.
   *
   * @param latest no event of it is newer
   */
  PartitionScan(Stretch stretch, Instant latest, int chunk) {
    this.partition = stretch.partition();
    this.first = stretch.from();
    this.unread = stretch.to();
    this.reached = latest;
    this.chunk = chunk;
    this.largest = chunk * MOST;
  }

  int partition() {
    return partition;
  }

  /** What was read and not yet shown, newest first. */
  Deque<Found> found() {
    return found;
  }

  /** Whether nothing can come of it any more. */
  boolean isOver() {
    return found.isEmpty() && unread <= first;
  }

  /** The time of its next event, or the latest that one can have. */
  Instant newest() {
    return found.isEmpty() ? reached : found.getFirst().taken().at();
  }

  /** The offset below which nothing has been shown. */
  long next() {
    return found.isEmpty()
        ? Math.max(first, unread)
        : found.getFirst().taken().place().offset() + 1;
  }

  Stretch toRead() {
    return new Stretch(partition, Math.max(first, unread - chunk), unread);
  }

  /** Takes what {@link #toRead} asked for. */
  void passed(Chunk read, List<Found> oldestFirst) {
    oldestFirst.forEach(found::addFirst);
    unread = read.stretch().from();
    if (read.oldest() != null) {
      reached = read.oldest();
    }
    if (oldestFirst.size() < chunk / 4) {
      chunk = Math.min(largest, chunk * 2);
    }
  }
}
