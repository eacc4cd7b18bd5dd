package dev.sojourn.benchmarks.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Order loop of a child process: one order per line on standard input, one answer per line on
 * standard output. It ends when standard input ends, and so with its parent, however that ended.
 */
public final class OrderLoop {

  /** Prefix of an answer, which distinguishes it from stray output. */
  public static final String ANSWER = "= ";

  /** Prefix of the reason why an order failed. */
  public static final String REFUSAL = "! ";

  /** The order that every child accepts: its JIT compilation time. */
  public static final String COMPILING = "compiling";

  private static final Logger log = LoggerFactory.getLogger(OrderLoop.class);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PrintStream out;

  private OrderLoop(PrintStream out) {
    this.out = out;
  }

  /** Executes the orders of a child. */
  public interface Orders {

    /**
     * Executes an order.
     *
     * @param name of the order
     * @param arguments an object
     * @return the answer, serialised by Jackson
     */
    Object obey(String name, JsonNode arguments) throws Exception;
  }

  /**
   * Reserves standard output for answers; other output goes to standard error. From now on the
   * child ends with its parent, and when its main thread fails: threads of a node that has started
   * would keep it.
   */
  public static OrderLoop open() {
    OrderLoop loop = new OrderLoop(System.out);
    System.setOut(System.err);
    Thread.currentThread()
        .setUncaughtExceptionHandler(
            (thread, error) -> {
              log.error("the child failed", error);
              System.exit(1);
            });
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(1)));
    return loop;
  }

  /** Sends an answer that was not asked for, to report that the child is ready. */
  public void answer(Object answer) throws IOException {
    out.println(ANSWER + MAPPER.writeValueAsString(answer));
    out.flush();
  }

  /** JIT compilation time so far, in ms. */
  private static Object compiling() {
    return Map.of("ms", ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
  }

  /** Executes orders until standard input ends. */
  @SuppressWarnings("CatchingUnchecked") // any failure is reported to the parent
  public void run(Orders orders) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      int space = line.indexOf(' ');
      try {
        String name = line.substring(0, space);
        answer(
            name.equals(COMPILING)
                ? compiling()
                : orders.obey(name, MAPPER.readTree(line.substring(space + 1))));
      } catch (Exception e) {
        log.error("order '{}' failed", line, e);
        out.println(REFUSAL + e);
        out.flush();
      }
    }
  }
}
