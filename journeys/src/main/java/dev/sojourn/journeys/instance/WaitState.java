package dev.sojourn.journeys.instance;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an instance waits for at its step. */
public sealed interface WaitState {

  /** When its timer is due, empty when it has none. */
  Optional<Instant> due();

  Status status();

  /** Until a time. */
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

  /** Until an event or a deadline. */
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
   * A send that an operator holds back, until it is released.
   *
   * @param attempt which emission it will be, from 1
   * @param deferred how many of those before delivery did not try
   * @param since when it was held back
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
   * A send that waits for the person's quiet hours to end.
   *
   * @param attempt which emission it will be, from 1
   * @param deferred how many of those before delivery did not try
   * @param since when it came to wait
   * @param until when to ask again
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
   * Until delivery says what became of a send.
   *
   * @param attempt which emission is out, or was the last, from 1: each has its own number, so that
   *     a late outcome of an older one means nothing
   * @param deferred how many of them delivery did not try, since the provider could not be asked
   * @param since when this one was asked for
   * @param retryAt when to ask again; null while one is out
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

    /** It was tried, and will be again. */
    public Outcome retryAt(Instant at) {
      return new Outcome(send, attempt, deferred, since, at);
    }

    /** It was not even tried, and will be asked for again. */
    public Outcome deferredUntil(Instant at) {
      return new Outcome(send, attempt, deferred + 1, since, at);
    }

    /** How many times it was really tried. */
    public int tries() {
      return attempt - deferred;
    }

    /** Whether a try is out. */
    public boolean awaitsOutcome() {
      return retryAt == null;
    }
  }
}
