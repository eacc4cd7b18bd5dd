package dev.sojourn.delivery.smtp;

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
 * Pool of idle SMTP connections. It opens as many as are requested at once; the callers limit the
 * number. Safe for any number of threads.
 */
final class SmtpPool implements AutoCloseable {

  /** Servers close idle connections, some after a minute. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

  private final SmtpDialling dialling;
  private final InstantSource clock;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private boolean closed;

  private record Idle(SmtpConnection connection, Instant since) {}

  /** Opens a connection that is logged in and ready to send. */
  @FunctionalInterface
  interface SmtpDialling {
    SmtpConnection dial() throws MessagingException;
  }

  SmtpPool(SmtpDialling dialling, InstantSource clock) {
    this.dialling = dialling;
    this.clock = clock;
  }

  /** Takes a live connection; the caller gives it back or hangs up. */
  SmtpConnection take() throws MessagingException {
    for (SmtpConnection kept = newest(); kept != null; kept = newest()) {
      // The server may have closed it, and finding that out with an email costs an attempt.
      if (kept.isOpen()) {
        return kept;
      }
      kept.hangUp();
    }
    return dialling.dial();
  }

  /** The most recently used connection: the others age, and are closed when fewer are needed. */
  private synchronized @Nullable SmtpConnection newest() {
    Idle kept = idle.pollLast();
    return kept == null ? null : kept.connection();
  }

  /** Returns a connection that is ready for another email. */
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
    // Outside the lock: saying goodbye may take a while.
    old.forEach(SmtpConnection::hangUp);
  }

  /** The number of idle connections. */
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
