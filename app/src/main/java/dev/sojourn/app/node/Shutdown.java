package dev.sojourn.app.node;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes everything when the process is asked to end, within ten seconds: what sends the signal
 * kills after about as long, and then nobody would have said what hung.
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

  /** From now on the end of the process closes this. The exit status stays the JVM's own. */
  public static Shutdown of(AutoCloseable everything, PrintWriter err) {
    Shutdown shutdown = new Shutdown(everything, err);
    Runtime.getRuntime().addShutdownHook(new Thread(shutdown::run, "shutdown"));
    return shutdown;
  }

  /**
   * Ends the process, since some part of it cannot go on. Returns at once: whoever calls may be on
   * a thread that has to end before its part is closed.
   */
  public void endBecause(String why) {
    complain(why, err);
    new Thread(() -> Runtime.getRuntime().exit(FAILED), "ending").start();
  }

  /** Ends the process at once and closes nothing. */
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
      // Nobody interrupts this thread; if somebody does, there is no time to wait either.
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
      log.warn("Cannot close in order", e);
    }
  }
}
