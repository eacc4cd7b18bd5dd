package dev.sojourn.journeys.instance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Instance of one version of a journey for one person. Immutable: each transition creates a new
 * value.
 *
 * @param eventId the trigger event
 * @param eventName its name
 * @param email the address from the event or the contact; empty when there was none
 * @param context the trigger's properties that the journey may need later
 * @param entry the n-th entry of this person into this journey, from 1
 * @param node the current step, or the last one that was not terminal
 * @param visits how many steps it has entered
 * @param depth depth in a chain of emitted events
 * @param waitState the current wait state; null when the instance has ended
 * @param bufferedEvent an event buffered for a later wait
 * @param expiresAt when it ends regardless of its wait state; null when it may take forever
 */
public record Instance(
    InstanceId id,
    String userId,
    String journeyId,
    int version,
    UUID eventId,
    String eventName,
    String email,
    Map<String, Object> context,
    int entry,
    Status status,
    String node,
    int visits,
    int depth,
    @Nullable WaitState waitState,
    @Nullable BufferedEvent bufferedEvent,
    @Nullable String error,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant endedAt,
    @Nullable Instant expiresAt,
    List<LogEntry> log) {

  public Instance {
    context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
    log = List.copyOf(log);
  }

  /**
   * The current wait state.
   *
   * @throws IllegalStateException when it is of another kind
   */
  public <P extends WaitState> P parkedAs(Class<P> kind) {
    if (!kind.isInstance(waitState)) {
      throw new IllegalStateException(
          "expected instance '%s' parked as %s, found %s"
              .formatted(id, kind.getSimpleName(), waitState));
    }
    return kind.cast(waitState);
  }

  /**
   * When its timer is due: at the time of its wait state or, if that is earlier, when it expires.
   * Empty when it has ended, or its wait has no time limit.
   */
  public Optional<Instant> due() {
    if (!status.isLive()) {
      return Optional.empty();
    }
    Instant waiting = waitState == null ? null : waitState.due().orElse(null);
    return Optional.ofNullable(
        waiting == null || (expiresAt != null && expiresAt.isBefore(waiting))
            ? expiresAt
            : waiting);
  }

  /** Enters a step. */
  public Instance atStep(String step, boolean terminal, Instant at) {
    // For an ended instance, operators want to see the last step that was not terminal.
    String shown = terminal && visits > 0 ? node : step;
    return with(status, shown, visits + 1, waitState, bufferedEvent, error, at, endedAt, log);
  }

  public Instance waiting(WaitState waiting, Instant at) {
    return with(waiting.status(), node, visits, waiting, bufferedEvent, error, at, endedAt, log);
  }

  public Instance bufferedEvent(@Nullable BufferedEvent event, Instant at) {
    return with(status, node, visits, waitState, event, error, at, endedAt, log);
  }

  /** Ends the instance. A pending send is kept, so that its outcome can still be assigned. */
  public Instance ended(Status end, @Nullable String message, Instant at) {
    WaitState out =
        waitState instanceof WaitState.Outcome sending && sending.awaitsOutcome()
            ? waitState
            : null;
    return with(end, node, visits, out, null, message, at, at, log);
  }

  /** Clears the wait state. */
  public Instance settled(Instant at) {
    return with(status, node, visits, null, bufferedEvent, error, at, endedAt, log);
  }

  /** Reactivates an ended instance, which has no wait state yet. */
  public Instance revived(Instant at) {
    return with(Status.ACTIVE, node, visits, null, null, null, at, null, log);
  }

  public Instance withDepth(int than) {
    return than <= depth
        ? this
        : new Instance(
            id,
            userId,
            journeyId,
            version,
            eventId,
            eventName,
            email,
            context,
            entry,
            status,
            node,
            visits,
            than,
            waitState,
            bufferedEvent,
            error,
            createdAt,
            updatedAt,
            endedAt,
            expiresAt,
            log);
  }

  public Instance withLogEntry(
      @Nullable String from,
      @Nullable String to,
      LogAction action,
      @Nullable Map<String, Object> detail,
      Instant at) {
    int number = log.isEmpty() ? 1 : log.get(log.size() - 1).number() + 1;
    List<LogEntry> longer = new ArrayList<>(log);
    longer.add(new LogEntry(number, from, to, action, detail, at));
    return with(status, node, visits, waitState, bufferedEvent, error, at, endedAt, longer);
  }

  /** The same instance with another log; the store keeps long logs in chunks. */
  public Instance withLog(List<LogEntry> entries) {
    return with(status, node, visits, waitState, bufferedEvent, error, updatedAt, endedAt, entries);
  }

  private Instance with(
      Status newStatus,
      String newNode,
      int newVisits,
      @Nullable WaitState newPark,
      @Nullable BufferedEvent newCaught,
      @Nullable String newError,
      Instant at,
      @Nullable Instant newEnd,
      List<LogEntry> newLog) {
    return new Instance(
        id, userId, journeyId, version, eventId, eventName, email, context, entry, newStatus,
        newNode, newVisits, depth, newPark, newCaught, newError, createdAt, at, newEnd, expiresAt,
        newLog);
  }
}
