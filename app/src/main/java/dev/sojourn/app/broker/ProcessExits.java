package dev.sojourn.app.broker;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.apache.kafka.common.utils.Exit;

/**
 * Keeps Kafka from ending the JVM. Some paths (a failed log folder, a dying I/O thread) call {@link
 * Exit} instead of a fault handler, and that class is global to the process, so this one has to be
 * too: it is the only static mutable state of the module.
 *
 * <p>An exit does not say which broker asked for it, so every live broker hears of it. Outside
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

  /** The procedures stay: a straggling Kafka thread must not end the process after a close. */
  static void forget(FatalFaults faults) {
    LIVE.remove(faults);
  }

  private static void ended(int status, String message) {
    String reason =
        "Kafka gave up with exit status %d, %s"
            .formatted(status, message == null ? "its log says why" : message);
    IllegalStateException ended = new IllegalStateException(reason);
    LIVE.forEach(faults -> faults.report(reason, ended));
    // The caller counts on not coming back.
    throw ended;
  }
}
