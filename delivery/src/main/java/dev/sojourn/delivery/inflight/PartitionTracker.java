package dev.sojourn.delivery.inflight;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * What is under way of one partition, from its assignment until it is revoked. One action that
 * takes long holds up no other: they finish beyond it. Used by the thread that polls.
 */
final class PartitionTracker {

  private final NavigableMap<Long, InFlight> inFlight = new TreeMap<>();

  /** Finished, by this node or one before it, while an earlier one was not. */
  private final NavigableSet<Long> completedOffsets = new TreeSet<>();

  /** Called off, so that it comes again. */
  private final NavigableSet<Long> givenUp = new TreeSet<>();

  /** Everything before this was taken. */
  private long next;

  private CommittedProgress committed;
  private boolean changed;
  private long bytes;

  private record InFlight(int bytes, BooleanSupplier tryCancel) {}

  /**
   * A tracker that begins where the last one was committed.
   *
   * @param committed what is done already
   */
  PartitionTracker(CommittedProgress committed) {
    this.committed = committed;
    this.next = committed.offset();
    completedOffsets.addAll(committed.beyond());
  }

  /** Takes an action; false when it is done already, or under way. */
  boolean take(long offset) {
    next = Math.max(next, offset + 1);
    return !completedOffsets.contains(offset) && !inFlight.containsKey(offset);
  }

  /**
   * An action is under way.
   *
   * @param size of it in the log, in bytes
   * @param tryCancel calls it off unless it has begun, and says whether it did
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

  /** Nothing is left to read before this: markers of transactions are never handed out. */
  void readUpTo(long position) {
    next = Math.max(next, position);
  }

  /** Calls off what has not begun. It stays undone, and comes again to whoever is next. */
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

  /** One was called off where it was, and stays undone. */
  void givenBack(long offset) {
    InFlight flight = inFlight.remove(offset);
    bytes -= flight == null ? 0 : flight.bytes();
    givenUp.add(offset);
  }

  /** What is under way counts as done: it has begun, and whoever is next must not begin it too. */
  void markHandedOver() {
    completedOffsets.addAll(inFlight.keySet());
    inFlight.clear();
    bytes = 0;
    changed = true;
  }

  boolean hasGivenUp() {
    return !givenUp.isEmpty();
  }

  /** What was called off is to be taken again; says from where. */
  long rewind() {
    next = givenUp.first();
    givenUp.clear();
    return next;
  }

  boolean isIdle() {
    return inFlight.isEmpty();
  }

  /** What its actions take in memory, as they stood in the log. */
  long bytes() {
    return bytes;
  }

  /** How far it reaches from the first that is not done. */
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
