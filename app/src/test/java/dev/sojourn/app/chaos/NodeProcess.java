package dev.sojourn.app.chaos;

import static org.awaitility.Awaitility.await;

import dev.sojourn.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** A Sojourn in a JVM of its own, as a stranger starts it. Closing kills it. */
final class NodeProcess implements AutoCloseable {

  /** Long, since the machine may be busy; nothing waits for it in vain when all is well. */
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final Thread outReader;
  private final Thread errReader;

  private NodeProcess(Process process) {
    this.process = process;
    this.outReader = drain(process.getInputStream(), out);
    this.errReader = drain(process.getErrorStream(), err);
  }

  /** Starts one; the working directory also stands in for the installation. */
  static NodeProcess start(Path dir, Map<String, String> environment, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Short lives: what the second compiler would gain never comes back.
    command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile());
    builder.environment().keySet().removeIf(NodeProcess::isOurs);
    builder.environment().putAll(environment);
    try {
      return new NodeProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts {@code dev}, on free ports unless they are given. */
  static NodeProcess dev(Path dataDir, Path journeys, String... ports) {
    List<String> args = new ArrayList<>(List.of("dev", "--data-dir", dataDir.toString()));
    args.addAll(List.of("--journeys", journeys.toString()));
    args.addAll(ports.length == 0 ? List.of("--port", "0", "--kafka-port", "0") : List.of(ports));
    return start(journeys, Map.of(), args.toArray(String[]::new));
  }

  /** Starts a node against a cluster, with the admin key of {@link LocalNode}. */
  static NodeProcess serve(Path stateDir, String bootstrapServers, Path journeys) {
    return serve(stateDir, bootstrapServers, journeys, Map.of());
  }

  /** Starts one with more settings. */
  static NodeProcess serve(
      Path stateDir, String bootstrapServers, Path journeys, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("ADMIN_API_KEY", LocalNode.KEY);
    environment.put("SOJOURN_REPLICATION_FACTOR", "1");
    return start(
        journeys,
        environment,
        "serve",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--partitions",
        Integer.toString(LocalNode.PARTITIONS),
        "--bootstrap-servers",
        bootstrapServers,
        "--state-dir",
        stateDir.toString(),
        "--journeys",
        journeys.toString());
  }

  private static boolean isOurs(String variable) {
    return variable.startsWith("SOJOURN_")
        || variable.equals("ADMIN_API_KEY")
        || variable.equals("POSTHOG_WEBHOOK_SECRET");
  }

  /** Reads on to the end, or a full pipe stops the process. */
  private static Thread drain(InputStream stream, List<String> lines) {
    Thread reader =
        new Thread(
            () -> {
              try (var text =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                  lines.add(line);
                }
              } catch (IOException e) {
                // Killed.
                lines.add("(cut off)");
              }
            },
            "node-output");
    reader.setDaemon(true);
    reader.start();
    return reader;
  }

  List<String> out() {
    return out;
  }

  List<String> err() {
    return err;
  }

  /** What comes after the prefix in the first line of standard output that has it. */
  String awaitSaid(String prefix) {
    try {
      await().atMost(PATIENCE).until(() -> said(prefix).isPresent() || !outReader.isAlive());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("expected '%s', found %s and %s".formatted(prefix, out, err), e);
    }
    return said(prefix)
        .orElseThrow(
            () -> new AssertionError("expected '%s', found %s and %s".formatted(prefix, out, err)));
  }

  private Optional<String> said(String prefix) {
    return out.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .findFirst();
  }

  /** Waits until {@code dev} can be used, and asks it with the key that it keeps. */
  Operator awaitReady(Path dataDir) {
    URI address = URI.create(awaitSaid("ready "));
    try {
      return new Operator(address, Files.readString(dataDir.resolve("admin-key")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until {@code serve} is ready. */
  Operator awaitServing() {
    Operator operator = new Operator(URI.create(awaitSaid("listening ")), LocalNode.KEY);
    await().atMost(PATIENCE).until(operator::isReady);
    return operator;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As kill -9 does. */
  void kill() {
    process.destroyForcibly();
    awaitExit(PATIENCE);
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGINT, which is what Ctrl-C sends. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(pid())).start().waitFor();
  }

  /** The exit status, with all output read. */
  int awaitExit(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "expected an end within %s, found %s and %s".formatted(atMost, out, err));
      }
      outReader.join(PATIENCE.toMillis());
      errReader.join(PATIENCE.toMillis());
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
