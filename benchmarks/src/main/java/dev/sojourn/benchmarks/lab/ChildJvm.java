package dev.sojourn.benchmarks.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.benchmarks.process.OrderLoop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Child JVM that executes orders and can be killed. Not thread-safe. */
final class ChildJvm implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
  private static final String ENDED = "";

  private final String name;
  private final Path log;
  private final Process process;
  private final Writer orders;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private ChildJvm(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, name + "-answers");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a JVM with the class path of this one.
   *
   * @param flags all its JVM flags
   * @param settings Sojourn's variables in its environment
   * @param log file for its standard error
   */
  static ChildJvm start(
      String name,
      Class<?> main,
      List<String> flags,
      List<String> arguments,
      Map<String, String> settings,
      Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("SOJOURN_"));
    builder.environment().putAll(settings);
    return new ChildJvm(name, log, builder.start());
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(OrderLoop.ANSWER) || line.startsWith(OrderLoop.REFUSAL)) {
          answers.add(line);
        }
      }
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
      // It was stopped while its output was read, which closes the stream.
    } finally {
      answers.add(ENDED);
    }
  }

  /** Sends an order and waits for the answer. */
  JsonNode ask(String order, Map<String, ?> arguments, Duration longest) throws Exception {
    orders.write(order + " " + MAPPER.writeValueAsString(arguments) + "\n");
    orders.flush();
    return answer(order, longest);
  }

  /** Waits for the next answer. */
  JsonNode answer(String to, Duration longest) throws Exception {
    String line = answers.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw new BenchmarkException(
          "%s did not answer '%s' within %d s, see %s"
              .formatted(name, to, longest.toSeconds(), log));
    }
    if (line.equals(ENDED)) {
      throw new BenchmarkException("%s ended during '%s', see %s".formatted(name, to, log));
    }
    String text = line.substring(OrderLoop.ANSWER.length());
    if (line.startsWith(OrderLoop.REFUSAL)) {
      throw new BenchmarkException("%s cannot '%s': %s".formatted(name, to, text));
    }
    return MAPPER.readTree(text);
  }

  /** JIT compilation time so far, in seconds. */
  double compileSeconds() throws Exception {
    return ask(OrderLoop.COMPILING, Map.of(), Duration.ofMinutes(1)).get("ms").asLong() / 1e3;
  }

  /** CPU time so far, in seconds. */
  double cpuSeconds() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  /** Resident memory, in MiB. */
  long residentMiB() throws IOException, InterruptedException {
    Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", "" + process.pid()).start();
    String kib = firstLine(ps);
    ps.waitFor();
    return Long.parseLong(kib.strip()) / 1024;
  }

  private static String firstLine(Process of) throws IOException {
    try (BufferedReader lines = of.inputReader(StandardCharsets.UTF_8)) {
      return String.valueOf(lines.readLine());
    }
  }

  /** Kills the process at once, as in a crash. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Terminates the process gracefully; kills it after 30 seconds. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
