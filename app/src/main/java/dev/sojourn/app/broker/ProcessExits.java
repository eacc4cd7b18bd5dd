package dev.sojourn.app.broker;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.apache.kafka.common.utils.Exit;

/**
 * Exit handler that keeps Kafka from ending the JVM. Some paths (a failed log folder, a dying I/O
 * thread) call {@link Exit} instead of a fault handler. That class is global to the process, so
 * this one must be too: it is the only static mutable state of the module.
 *
 * <p>An exit does not say which broker requested it, so every live broker is notified. Outside
 * tests there is one.
 */
final class ProcessExits {

  private static final Set<FatalFaults> LIVE = new CopyOnWriteArraySet<>();

  private ProcessExits() {}

  static void reportTo(FatalFaults faults) {
    LIVE.add(faults);
    Exit.setExitProcedure(ProcessExits::ended);
    Exit.setHaltProcedure(ProcessExits::ended);
  }

  /** The procedures stay installed: a late Kafka thread must not end the process after a close. */
  static void forget(FatalFaults faults) {
    LIVE.remove(faults);
  }

  private static void ended(int status, String message) {
    String reason =
        "Kafka gave up with exit status %d, %s"
            .formatted(status, message == null ? "its log says why" : message);
    IllegalStateException ended = new IllegalStateException(reason);
    LIVE.forEach(faults -> faults.report(reason, ended));
    // Callers rely on this not returning.
    throw ended;
  }
}
