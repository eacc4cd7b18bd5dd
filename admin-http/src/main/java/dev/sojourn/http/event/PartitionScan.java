package dev.sojourn.http.event;

import dev.sojourn.http.event.ReverseEventScan.Found;
import dev.sojourn.http.kafka.EventLog.Chunk;
import dev.sojourn.http.kafka.EventLog.Stretch;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Scan of one partition of the log, from the newest record to the oldest. */
final class PartitionScan {

  /** The chunk may grow to this many times its first size where few events match. */
  private static final int MOST = 16;

  private final int partition;
  private final long first;
  private final int largest;
  private final Deque<Found> found = new ArrayDeque<>();
  private long unread;
  private Instant reached;
  private int chunk;

  /**
   * Creates a scan that has read nothing yet.
   *
   * @param latest no event of the partition is newer
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

  /** Events read but not yet shown, newest first. */
  Deque<Found> found() {
    return found;
  }

  /** Whether the scan has no events left. */
  boolean isOver() {
    return found.isEmpty() && unread <= first;
  }

  /** The time of its next event, or an upper bound of it. */
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

  /** Adds the chunk that {@link #toRead} asked for. */
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
