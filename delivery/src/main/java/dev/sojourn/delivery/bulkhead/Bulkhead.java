package dev.sojourn.delivery.bulkhead;

import dev.sojourn.delivery.provider.DeliveryResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bulkhead around one provider, or one server that journeys call: limits concurrency, queue length
 * and rate, and stops calls to a server that is down. Rejects with a retry-after what it could not
 * start within 30 s, so one slow provider never blocks the consumer. Hand-written, since no library
 * checks a lease, a deadline and a recall in the same step as it starts a call.
 *
 * <p>Calls are submitted by one thread.
 */
public final class Bulkhead implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Bulkhead.class);

  /** A call that would wait longer than this is rejected and waits in the engine instead. */
  private static final Duration MAX_EXPECTED_WAIT = Duration.ofSeconds(30);

  /**
   * A call that was expected to wait less but still waits, because calls became slower, is
   * rejected.
   */
  private static final Duration MAX_WAIT = MAX_EXPECTED_WAIT.multipliedBy(2);

  private static final Duration IDLE_THREAD = Duration.ofSeconds(30);

  /** Servers with a circuit breaker; the least recently called one is evicted. */
  private static final int SERVERS = 1_000;

  private final String name;
  private final BulkheadSettings settings;
  private final LongSupplier nanos;
  private final BooleanSupplier lease;
  private final Throttle throttle;
  private final ScheduledThreadPoolExecutor threads;
  private final ScheduledExecutorService alarms;
  private final AtomicInteger queued = new AtomicInteger();

  /** Calls that are queued or running. */
  private final AtomicInteger present = new AtomicInteger();

  private final Map<String, CircuitBreaker> breakers = new Servers();

  @SuppressWarnings("serial")
  private static final class Servers extends LinkedHashMap<String, CircuitBreaker> {
    Servers() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, CircuitBreaker> eldest) {
      return size() > SERVERS;
    }
  }

  /** Task that runs on a thread of the bulkhead. */
  @FunctionalInterface
  public interface Work {

    /** Performs the call, going through the guard. An exception counts as a transient failure. */
    DeliveryResult perform(Guard guard);

    /** The work will not be performed. Called at most once, on any thread. */
    default void dropped() {}
  }

  /** Admits or rejects a call to the provider, and observes its result. */
  @FunctionalInterface
  public interface Guard {
    DeliveryResult ask(Supplier<DeliveryResult> provider);
  }

  /**
   * Creates an empty bulkhead.
   *
   * @param nanos monotonic clock
   * @param lease whether calls may begin
   * @param alarms scheduler for deadlines; owned by the caller
   */
  Bulkhead(
      String name,
      BulkheadSettings settings,
      LongSupplier nanos,
      BooleanSupplier lease,
      ScheduledExecutorService alarms) {
    this.name = name;
    this.settings = settings;
    this.nanos = nanos;
    this.lease = lease;
    this.throttle = new Throttle(settings, nanos);
    this.alarms = alarms;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ScheduledThreadPoolExecutor(
            settings.concurrency(),
            work -> {
              Thread thread =
                  new Thread(
                      work, "sojourn-delivery-%s-%d".formatted(name, number.incrementAndGet()));
              thread.setDaemon(true);
              return thread;
            });
    threads.setRemoveOnCancelPolicy(true);
    threads.setKeepAliveTime(IDLE_THREAD.toMillis(), TimeUnit.MILLISECONDS);
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Queues work, or rejects it. The answer is cancelled when the work's turn comes without a lease:
   * then it has not begun, and will not.
   *
   * @param server whose circuit breaker applies
   * @param deadline from when the work begins; after it, the answer is a transient failure
   */
  public BulkheadCall submit(String server, Work work, Duration deadline) {
    BulkheadCall call = new BulkheadCall(work);
    CircuitBreaker breaker = breakers.computeIfAbsent(server, one -> new CircuitBreaker(nanos));
    Optional<DeliveryResult> refusal = refusal(breaker);
    if (refusal.isPresent()) {
      call.drop();
      call.answer().complete(refusal.get());
      return call;
    }
    Duration delay = throttle.reserve();
    queued.incrementAndGet();
    present.incrementAndGet();
    call.waits(
        threads.schedule(
            () -> run(call, work, breaker, deadline), delay.toNanos(), TimeUnit.NANOSECONDS),
        alarms.schedule(
            () -> waitedInVain(call), MAX_WAIT.plus(delay).toMillis(), TimeUnit.MILLISECONDS));
    return call;
  }

  private Optional<DeliveryResult> refusal(CircuitBreaker breaker) {
    Duration shut = breaker.shut();
    if (!shut.isZero()) {
      return Optional.of(away(breaker, shut));
    }
    Duration wait = throttle.expectedWait(queued.get());
    return queued.get() >= settings.queue() || wait.compareTo(MAX_EXPECTED_WAIT) > 0
        ? Optional.of(tooMuch(wait))
        : Optional.empty();
  }

  private DeliveryResult tooMuch(Duration wait) {
    return new DeliveryResult.Unavailable("Too much waits for " + name, throttle.retryAfter(wait));
  }

  private DeliveryResult away(CircuitBreaker breaker, Duration shut) {
    return new DeliveryResult.Unavailable(
        "Not asked while it fails: " + breaker.lastError(), throttle.retryAfter(shut));
  }

  /**
   * Cancels a call unless it has begun; returns whether it did. A cancelled call never has an
   * answer.
   */
  public boolean tryCancel(BulkheadCall call) {
    boolean dropped = call.drop();
    if (dropped) {
      queued.decrementAndGet();
      present.decrementAndGet();
      throttle.giveBack();
    }
    return dropped;
  }

  /** Whether nothing is queued or running. This stays so until the next call is submitted. */
  boolean isIdle() {
    return present.get() == 0;
  }

  private void waitedInVain(BulkheadCall call) {
    if (tryCancel(call)) {
      call.answer().complete(tooMuch(MAX_EXPECTED_WAIT));
    }
  }

  private void run(BulkheadCall call, Work work, CircuitBreaker breaker, Duration deadline) {
    if (!call.begin()) {
      return;
    }
    queued.decrementAndGet();
    long begun = nanos.getAsLong();
    Guarded guarded = new Guarded(breaker);
    Future<?> alarm =
        alarms.schedule(
            () -> tooLate(call, guarded, deadline), deadline.toMillis(), TimeUnit.MILLISECONDS);
    DeliveryResult delivered;
    try {
      delivered = work.perform(guarded);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      // The location but not the message, which may quote an address.
      log.warn("Provider for {} threw {}", name, where(e));
      delivered = new DeliveryResult.TransientFailure("Provider error: " + e, null);
    }
    present.decrementAndGet();
    guarded.over(delivered);
    alarm.cancel(false);
    call.end();
    if (guarded.isRefused()) {
      throttle.giveBack();
      call.answer().cancel(false);
    } else {
      throttle.took(nanos.getAsLong() - begun);
      call.answer().complete(delivered);
    }
  }

  private static void tooLate(BulkheadCall call, Guarded guarded, Duration deadline) {
    DeliveryResult late =
        new DeliveryResult.TransientFailure(
            "No answer within %d ms".formatted(deadline.toMillis()), null);
    guarded.late(late);
    call.answer().complete(late);
    call.interrupt();
  }

  private static String where(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return thrown.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  /** Guard of one call, which reports its result to the circuit breaker exactly once. */
  private final class Guarded implements Guard {

    private final CircuitBreaker breaker;
    private boolean asked;
    private boolean late;
    private boolean refused;

    Guarded(CircuitBreaker breaker) {
      this.breaker = breaker;
    }

    @Override
    public DeliveryResult ask(Supplier<DeliveryResult> provider) {
      synchronized (this) {
        if (late) {
          // The deadline has passed and the send will be retried: sending now could send it twice.
          return new DeliveryResult.Unavailable("Too late to be sent", null);
        }
        if (!lease.getAsBoolean()) {
          // Another node may be about to make this call.
          refused = true;
          return new DeliveryResult.Unavailable("Not begun", null);
        }
        Duration shut = breaker.enter();
        if (!shut.isZero()) {
          return away(breaker, shut);
        }
        asked = true;
      }
      return provider.get();
    }

    synchronized boolean isRefused() {
      return refused;
    }

    synchronized void late(DeliveryResult answer) {
      late = true;
      over(answer);
    }

    synchronized void over(DeliveryResult delivered) {
      if (!asked) {
        return;
      }
      asked = false;
      if (delivered instanceof DeliveryResult.TransientFailure later) {
        breaker.failed(later.error(), later.retryAfter());
      } else if (delivered instanceof DeliveryResult.Unavailable away) {
        breaker.failed(away.error(), away.retryAfter());
      } else {
        breaker.succeeded();
      }
    }
  }

  /** Interrupts running calls; queued calls are never made. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
