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
 * A child's side of the conversation: one order per line on standard input, one answer per line on
 * standard output. It ends with its parent, whatever that died of.
 */
public final class OrderLoop {

  /** Begins an answer, so that a stray line is none. */
  public static final String ANSWER = "= ";

  /** Begins the reason why an order was not carried out. */
  public static final String REFUSAL = "! ";

  /** What every child can be asked. */
  public static final String COMPILING = "compiling";

  private static final Logger log = LoggerFactory.getLogger(OrderLoop.class);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PrintStream out;

  private OrderLoop(PrintStream out) {
    this.out = out;
  }

  /** What a child does when it is told. */
  public interface Orders {

    /**
     * Carries out an order.
     *
     * @param name what to do
     * @param arguments an object
     * @return what to answer, as Jackson writes it
     */
    Object obey(String name, JsonNode arguments) throws Exception;
  }

  /** Takes standard output for answers; what else is printed goes to standard error. */
  public static OrderLoop open() {
    OrderLoop loop = new OrderLoop(System.out);
    System.setOut(System.err);
    return loop;
  }

  /** Says something unasked: that it is ready. */
  public void answer(Object answer) throws IOException {
    out.println(ANSWER + MAPPER.writeValueAsString(answer));
    out.flush();
  }

  /** How long its compilers have worked, in ms. */
  private static Object compiling() {
    return Map.of("ms", ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
  }

  /** Obeys until standard input ends. */
  @SuppressWarnings("CatchingUnchecked") // whatever an order failed of, the parent should hear it
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
        log.error("cannot obey '{}'", line, e);
        out.println(REFUSAL + e);
        out.flush();
      }
    }
  }
}
