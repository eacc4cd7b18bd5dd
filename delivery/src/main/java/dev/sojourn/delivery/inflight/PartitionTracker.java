package dev.sojourn.delivery.inflight;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * In-flight actions of one partition, from its assignment until it is revoked. A slow action does
 * not block later ones. Used by the polling thread.
 */
final class PartitionTracker {

  private final NavigableMap<Long, InFlight> inFlight = new TreeMap<>();

  /** Offsets finished out of order, by this node or a previous owner. */
  private final NavigableSet<Long> completedOffsets = new TreeSet<>();

  /** Offsets that were cancelled and will be taken again. */
  private final NavigableSet<Long> givenUp = new TreeSet<>();

  /** Everything before this offset has been taken. */
  private long next;

  private CommittedProgress committed;
  private boolean changed;
  private long bytes;

  private record InFlight(int bytes, BooleanSupplier tryCancel) {}

  /**
   * Creates a tracker that continues from committed progress.
   *
   * @param committed what is done already
   */
  PartitionTracker(CommittedProgress committed) {
    this.committed = committed;
    this.next = committed.offset();
    completedOffsets.addAll(committed.beyond());
  }

  /** Takes an action; false when it is done already or in flight. */
  boolean take(long offset) {
    next = Math.max(next, offset + 1);
    return !completedOffsets.contains(offset) && !inFlight.containsKey(offset);
  }

  /**
   * Records that an action is in flight.
   *
   * @param size its serialized size in bytes
   * @param tryCancel cancels it unless it has begun, and returns whether it did
   */
  void begun(long offset, int size, BooleanSupplier tryCancel) {
    inFlight.put(offset, new InFlight(size, tryCancel));
    bytes += size;
  }

  void finished(long offset) {
    InFlight flight = inFlight.remove(offset);
    bytes -= flight == null ? 0 : flight.bytes();
    completedOffsets.add(offset);
    changed = true;
  }

  /**
   * Nothing is left to read before this position: transaction markers are never delivered as
   * records.
   */
  void readUpTo(long position) {
    next = Math.max(next, position);
  }

  /** Cancels actions that have not begun. They stay undone, for the partition's next owner. */
  void tryCancel() {
    Iterator<Map.Entry<Long, InFlight>> flights = inFlight.entrySet().iterator();
    while (flights.hasNext()) {
      Map.Entry<Long, InFlight> flight = flights.next();
      if (flight.getValue().tryCancel().getAsBoolean()) {
        givenUp.add(flight.getKey());
        bytes -= flight.getValue().bytes();
        flights.remove();
      }
    }
  }

  /** An action cancelled itself and stays undone. */
  void givenBack(long offset) {
    InFlight flight = inFlight.remove(offset);
    bytes -= flight == null ? 0 : flight.bytes();
    givenUp.add(offset);
  }

  /** Counts in-flight actions as done: they have begun, and the next owner must not repeat them. */
  void markHandedOver() {
    completedOffsets.addAll(inFlight.keySet());
    inFlight.clear();
    bytes = 0;
    changed = true;
  }

  boolean hasGivenUp() {
    return !givenUp.isEmpty();
  }

  /** Forgets the cancellations; returns the offset from which to take actions again. */
  long rewind() {
    next = givenUp.first();
    givenUp.clear();
    return next;
  }

  boolean isIdle() {
    return inFlight.isEmpty();
  }

  /** Serialized size of the in-flight actions, an estimate of their memory use. */
  long bytes() {
    return bytes;
  }

  /** The distance from the first offset that is not done to the next one to take. */
  long span() {
    return next - first();
  }

  private long first() {
    long first = inFlight.isEmpty() ? next : Math.min(next, inFlight.firstKey());
    return givenUp.isEmpty() ? first : Math.min(first, givenUp.first());
  }

  CommittedProgress progress() {
    long first = first();
    completedOffsets.headSet(first).clear();
    return CommittedProgress.upTo(first, completedOffsets);
  }

  /** Whether there is something to commit. */
  boolean isChanged() {
    return changed || first() > committed.offset();
  }

  void committed(CommittedProgress progress) {
    committed = progress;
    changed = false;
  }
}
