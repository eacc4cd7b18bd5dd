package dev.sojourn.app.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A broker in a JVM of its own, to be killed. */
final class BrokerProcess implements AutoCloseable {

  private static final String READY = "ready on ";

  private final Process process;
  private final String bootstrapServers;

  private BrokerProcess(Process process, String bootstrapServers) {
    this.process = process;
    this.bootstrapServers = bootstrapServers;
  }

  static BrokerProcess start(Path dataDir) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                dataDir.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        // Read on, or a full pipe stops the broker.
        Thread drain = new Thread(() -> output.lines().forEach(rest -> {}), "broker-output");
        drain.setDaemon(true);
        drain.setUncaughtExceptionHandler((thread, thrown) -> expectClosed(thrown));
        drain.start();
        return new BrokerProcess(process, line.substring(READY.length()));
      }
    }
    throw new IllegalStateException("expected a broker to start, its process ended");
  }

  private static void expectClosed(Throwable thrown) {
    if (!(thrown instanceof UncheckedIOException)) {
      throw new IllegalStateException(thrown);
    }
  }

  BrokerClient client() {
    return new BrokerClient(bootstrapServers);
  }

  /** As kill -9 does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  public static void main(String[] args) throws BrokerStartException {
    EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), 0);
    // To the process that started this one, which reads it to know that the broker is there.
    System.out.println(READY + broker.bootstrapServers());
  }
}
