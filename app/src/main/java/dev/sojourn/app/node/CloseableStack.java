package dev.sojourn.app.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stack of started components, closed in reverse order. Safe for any number of threads. */
public final class CloseableStack implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CloseableStack.class);

  private record Started(String name, AutoCloseable part) {}

  private final Deque<Started> parts = new ArrayDeque<>();
  private boolean closed;

  /**
   * Takes ownership of a component.
   *
   * @throws StartException when the stack was closed meanwhile; the component is closed as well
   */
  public <P extends AutoCloseable> P add(String name, P part) throws StartException {
    if (!added(name, part)) {
      close(new Started(name, part));
      throw new StartException("stopped while it was starting");
    }
    return part;
  }

  private synchronized boolean added(String name, AutoCloseable part) {
    if (!closed) {
      parts.push(new Started(name, part));
    }
    return !closed;
  }

  /** Closes every component; a failure is logged and does not stop the others from closing. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!parts.isEmpty()) {
      close(parts.pop());
    }
  }

  // Whatever a component throws, the others must be closed, so nothing narrower will do.
  @SuppressWarnings("CatchingUnchecked")
  private static void close(Started started) {
    try {
      started.part().close();
      log.debug("Closed {}", started.name());
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      log.warn("Cannot close {}", started.name(), e);
    }
  }
}
