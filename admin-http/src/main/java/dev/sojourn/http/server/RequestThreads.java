package dev.sojourn.http.server;

import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Runs handlers on threads of their own, so that Jetty's threads, which accept connections and
 * parse requests, never wait. A request whose handler cannot wait is answered on Jetty's thread,
 * and so whatever these threads do.
 *
 * <p>A request that waits for the log holds none of these threads, only its place among the pending
 * requests, until its response is complete or its connection is gone.
 */
final class RequestThreads extends Handler.Wrapper {

  /** Set on a request that found no place, which must be refused without waiting. */
  static final String REFUSED = RequestThreads.class.getName() + ".refused";

  static final int THREADS = 200;

  /**
   * Requests without a response, at most. Each takes some ten kilobytes and the memory of its body,
   * and those that wait for the log would otherwise have no bound while it does not answer.
   */
  static final int PENDING = 2_000;

  private static final int IDLE_THREADS = 8;
  private static final long STOP_MS = 1_000;

  private final QueuedThreadPool threads;
  private final Semaphore places;
  private final Set<String> immediate;

  /**
   * Threads of a server.
   *
   * @param immediate paths whose handlers never wait
   * @param most threads at most
   * @param pending requests without a response at most, those of {@code immediate} not counted
   */
  RequestThreads(Set<String> immediate, int most, int pending) {
    this.immediate = Set.copyOf(immediate);
    this.places = new Semaphore(pending);
    this.threads = new QueuedThreadPool(most, Math.min(most, IDLE_THREADS));
    threads.setName("sojourn-http");
    threads.setReservedThreads(0);
    threads.setStopTimeout(STOP_MS);
    installBean(threads);
  }

  /** Runs what remains of requests that waited. */
  Executor executor() {
    return this::execute;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (immediate.contains(Request.getPathInContext(request))) {
      return super.handle(request, response, callback);
    }
    if (!places.tryAcquire()) {
      request.setAttribute(REFUSED, true);
      return super.handle(request, response, callback);
    }
    Request.addCompletionListener(request, failure -> places.release());
    execute(() -> run(request, response, callback));
    return true;
  }

  private void execute(Runnable work) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException e) {
      // The server stops: nothing waits any more, and a request must not be left without an end.
      work.run();
    }
  }

  private void run(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, 404);
      }
    } catch (Throwable e) {
      // As Jetty does with what is thrown on its own threads; nobody else would complete it.
      Response.writeError(request, response, callback, e);
    }
  }
}
