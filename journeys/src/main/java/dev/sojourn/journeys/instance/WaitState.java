package dev.sojourn.journeys.instance;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Wait state: what an instance waits for at its step. */
public sealed interface WaitState {

  /** When its timer is due, empty when it has none. */
  Optional<Instant> due();

  Status status();

  /** Waits until a time. */
  record Timer(Instant until) implements WaitState {
    @Override
    public Optional<Instant> due() {
      return Optional.of(until);
    }

    @Override
    public Status status() {
      return Status.WAITING;
    }
  }

  /** Waits for an event, until a deadline. */
  record Event(String event, Instant deadline) implements WaitState {
    @Override
    public Optional<Instant> due() {
      return Optional.of(deadline);
    }

    @Override
    public Status status() {
      return Status.WAITING;
    }
  }

  /**
   * A send held by an operator until it is released.
   *
   * @param attempt the next attempt, from 1
   * @param deferred how many of the previous attempts delivery did not try
   * @param since when it was held
   */
  record Held(SendId send, int attempt, int deferred, Instant since) implements WaitState {
    @Override
    public Optional<Instant> due() {
      return Optional.empty();
    }

    @Override
    public Status status() {
      return Status.WAITING;
    }
  }

  /**
   * A send that waits for the end of the person's quiet hours.
   *
   * @param attempt the next attempt, from 1
   * @param deferred how many of the previous attempts delivery did not try
   * @param since when the wait began
   * @param until when to evaluate the gates again
   */
  record QuietHours(SendId send, int attempt, int deferred, Instant since, Instant until)
      implements WaitState {
    @Override
    public Optional<Instant> due() {
      return Optional.of(until);
    }

    @Override
    public Status status() {
      return Status.WAITING;
    }
  }

  /**
   * Waits for the outcome of a send.
   *
   * @param attempt the attempt that is pending, or was the last, from 1: each has its own number,
   *     so that a late outcome of an older one is ignored
   * @param deferred how many of them delivery did not try, because the provider was unavailable
   * @param since when this attempt was requested
   * @param retryAt when to request the next attempt; null while one is pending
   */
  record Outcome(SendId send, int attempt, int deferred, Instant since, @Nullable Instant retryAt)
      implements WaitState {
    @Override
    public Optional<Instant> due() {
      return Optional.ofNullable(retryAt);
    }

    @Override
    public Status status() {
      return Status.ACTIVE;
    }

    /** The attempt failed and will be retried. */
    public Outcome retryAt(Instant at) {
      return new Outcome(send, attempt, deferred, since, at);
    }

    /** Delivery did not try the attempt; it will be requested again. */
    public Outcome deferredUntil(Instant at) {
      return new Outcome(send, attempt, deferred + 1, since, at);
    }

    /** How many times delivery actually tried. */
    public int tries() {
      return attempt - deferred;
    }

    /** Whether an attempt is pending. */
    public boolean awaitsOutcome() {
      return retryAt == null;
    }
  }
}
