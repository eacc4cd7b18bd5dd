package dev.sojourn.journeys.instance;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an instance stands still for. */
public sealed interface Park {

  /** When its timer is due, empty when it has none. */
  Optional<Instant> due();

  Status status();

  /** Until a time. */
  record Sleeping(Instant until) implements Park {
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
  record Awaiting(String event, Instant deadline) implements Park {
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
   * A send that an operator holds back, until it is let go.
   *
   * @param attempt which try it will be, from 1
   * @param since when it was held back
   */
  record Held(SendId send, int attempt, Instant since) implements Park {
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
   * Until delivery says what became of a send.
   *
   * @param attempt which try is out, or was the last, from 1
   * @param since when this try was asked for
   * @param retryAt when to try again; null while a try is out
   */
  record Sending(SendId send, int attempt, Instant since, @Nullable Instant retryAt)
      implements Park {
    @Override
    public Optional<Instant> due() {
      return Optional.ofNullable(retryAt);
    }

    @Override
    public Status status() {
      return Status.ACTIVE;
    }

    public Sending retryAt(Instant at) {
      return new Sending(send, attempt, since, at);
    }

    /** Whether a try is out. */
    public boolean out() {
      return retryAt == null;
    }
  }
}
