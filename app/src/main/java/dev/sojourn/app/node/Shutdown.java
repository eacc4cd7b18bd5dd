package dev.sojourn.app.node;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shutdown hook that closes everything within ten seconds: supervisors kill the process after about
 * as long, and then no log would say what hung.
 */
public final class Shutdown {

  private static final Logger log = LoggerFactory.getLogger(Shutdown.class);
  private static final long SECONDS = 10;
  private static final int FAILED = 1;

  private final AutoCloseable everything;
  private final PrintWriter err;

  private Shutdown(AutoCloseable everything, PrintWriter err) {
    this.everything = everything;
    this.err = err;
  }

  /** Closes the resource when the process ends. The exit status remains the JVM's own. */
  public static Shutdown of(AutoCloseable everything, PrintWriter err) {
    Shutdown shutdown = new Shutdown(everything, err);
    Runtime.getRuntime().addShutdownHook(new Thread(shutdown::run, "shutdown"));
    return shutdown;
  }

  /**
   * Ends the process because a component cannot continue. Returns at once: the caller's thread may
   * have to end before its component can close.
   */
  public void endBecause(String why) {
    complain(why, err);
    new Thread(() -> Runtime.getRuntime().exit(FAILED), "ending").start();
  }

  /** Ends the process at once without closing anything. */
  public static void halt(String why, PrintWriter err) {
    complain(why, err);
    Runtime.getRuntime().halt(FAILED);
  }

  private static void complain(String line, PrintWriter err) {
    err.println("sojourn: " + line);
    err.flush();
  }

  private void run() {
    CountDownLatch closed = new CountDownLatch(1);
    Thread closing =
        new Thread(
            () -> {
              close();
              closed.countDown();
            },
            "closing");
    closing.setDaemon(true);
    closing.start();
    try {
      if (closed.await(SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      // Not expected; if this thread is interrupted, there is no time to wait either.
      Thread.currentThread().interrupt();
    }
    halt("not closed after %d s, ending anyway".formatted(SECONDS), err);
  }

  // Whatever it throws, the process ends now.
  @SuppressWarnings("CatchingUnchecked")
  private void close() {
    try {
      everything.close();
    } catch (Exception e) {
      log.warn("Shutdown failed", e);
    }
  }
}
