package dev.sojourn.delivery.provider;

import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Open connections that nobody uses at the moment. As many are made as are wanted at once; who
 * wants them decides how many that is. Safe for any number of threads.
 */
final class SmtpPool implements AutoCloseable {

  /** Servers hang up on who is silent, some after a minute. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

  private final SmtpDialling dialling;
  private final InstantSource clock;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private boolean closed;

  private record Idle(SmtpConnection connection, Instant since) {}

  /** Opens a connection, logged in and ready for a mail. */
  @FunctionalInterface
  interface SmtpDialling {
    SmtpConnection dial() throws MessagingException;
  }

  SmtpPool(SmtpDialling dialling, InstantSource clock) {
    this.dialling = dialling;
    this.clock = clock;
  }

  /** One that answers; to be given back or hung up. */
  SmtpConnection take() throws MessagingException {
    for (SmtpConnection kept = newest(); kept != null; kept = newest()) {
      // The server may have hung up meanwhile, and to find that out with a mail costs an attempt.
      if (kept.isOpen()) {
        return kept;
      }
      kept.hangUp();
    }
    return dialling.dial();
  }

  /** The one used last: the others grow old, and are closed when fewer are needed. */
  private synchronized @Nullable SmtpConnection newest() {
    Idle kept = idle.pollLast();
    return kept == null ? null : kept.connection();
  }

  /** Keeps one that is ready for another mail. */
  void giveBack(SmtpConnection connection) {
    List<SmtpConnection> old = new ArrayList<>();
    synchronized (this) {
      if (closed || connection.isWornOut()) {
        old.add(connection);
      } else {
        idle.addLast(new Idle(connection, clock.instant()));
      }
      Instant limit = clock.instant().minus(LONGEST_IDLE);
      while (!idle.isEmpty() && idle.getFirst().since().isBefore(limit)) {
        old.add(idle.removeFirst().connection());
      }
    }
    // To say goodbye may take a while.
    old.forEach(SmtpConnection::hangUp);
  }

  /** How many are kept open. */
  synchronized int size() {
    return idle.size();
  }

  @Override
  public void close() {
    List<SmtpConnection> all;
    synchronized (this) {
      closed = true;
      all = idle.stream().map(Idle::connection).toList();
      idle.clear();
    }
    all.forEach(SmtpConnection::hangUp);
  }
}
