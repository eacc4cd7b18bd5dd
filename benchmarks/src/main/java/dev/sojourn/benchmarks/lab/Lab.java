package dev.sojourn.benchmarks.lab;

import dev.sojourn.app.broker.EmbeddedBroker;
import dev.sojourn.benchmarks.load.LoadProcess;
import dev.sojourn.benchmarks.process.EngineProcess;
import dev.sojourn.benchmarks.process.FloorProcess;
import dev.sojourn.topics.topic.TopicPlan;
import dev.sojourn.topics.topic.TopicSetup;
import dev.sojourn.topics.topic.Topics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * Test bench: a broker in this process, a load generator in another, and the measured processes.
 * All listen on the loopback address, keep their files in one folder, and stop when this is closed.
 * Not thread-safe.
 */
public final class Lab implements AutoCloseable {

  /** The flags of this JVM that every node gets too. */
  private static final List<String> NODE_FLAGS = List.of("-X", "-Dfile.encoding=", "-Duser.");

  private static final Duration READY_WITHIN = Duration.ofMinutes(10);

  private final Path folder;
  private final Map<String, String> settings;
  private final EmbeddedBroker broker;
  private final World world;
  private final Map<String, Integer> starts = new ConcurrentHashMap<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final @Nullable String flightRecording;

  /**
   * Opens a lab.
   *
   * @param folder for all files; its creator deletes it
   * @param settings of every node, by property, in addition to those a lab needs
   * @param flightRecording a folder for a recording of each measured process, null for none
   */
  public Lab(Path folder, Map<String, String> settings, @Nullable Path flightRecording)
      throws Exception {
    this.folder = folder;
    this.settings = Map.copyOf(settings);
    this.flightRecording = flightRecording == null ? null : flightRecording.toString();
    this.broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
    ChildJvm load =
        child(
            "load",
            LoadProcess.class,
            List.of("-Xmx1g"),
            List.of(broker.bootstrapServers()),
            Map.of());
    load.answer("start", READY_WITHIN);
    this.world = new World(load);
    open.push(world);
  }

  public World world() {
    return world;
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** CPU seconds of this process so far, which are nearly all the broker's. */
  public double brokerCpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  /** JIT compilation time of all processes so far, in seconds. */
  public double compileSeconds(Subject subject) throws Exception {
    return subject.compileSeconds()
        + world.compileSeconds()
        + ManagementFactory.getCompilationMXBean().getTotalCompilationTime() / 1e3;
  }

  /**
   * Starts a floor on its own topics.
   *
   * @param partitions of each topic
   */
  public Subject floor(String name, int partitions) throws Exception {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      new TopicSetup(admin)
          .createOrVerify(
              new TopicPlan(new Topics(prefix(name, partitions)), partitions, (short) 1));
    }
    return start(name, partitions, FloorProcess.class, List.of(), null);
  }

  /**
   * Starts an engine on its own topics, or on those left by an earlier engine of the same name and
   * number of partitions.
   *
   * @param partitions of each topic
   * @param journeys the folder to publish
   */
  public Subject engine(String name, int partitions, Path journeys) throws Exception {
    return start(name, partitions, EngineProcess.class, List.of(), journeys);
  }

  /** Starts an engine that counts its store and sink operations; too slow to be timed. */
  public Subject countingEngine(String name, int partitions, Path journeys) throws Exception {
    return start(
        name, partitions, EngineProcess.class, List.of(EngineProcess.COUNT_OPERATIONS), journeys);
  }

  private static String prefix(String name, int partitions) {
    return name + "-p" + partitions;
  }

  /** Creates an empty folder for journeys. */
  public JourneysFolder journeys(String name) throws IOException {
    return new JourneysFolder(Files.createDirectories(folder.resolve("journeys-" + name)));
  }

  /** A folder for temporary files of a scenario. */
  public Path scratch(String name) {
    return folder.resolve("scratch-" + name);
  }

  private Subject start(
      String name, int partitions, Class<?> main, List<String> arguments, @Nullable Path journeys)
      throws Exception {
    String prefix = prefix(name, partitions);
    Path state = folder.resolve("state-" + prefix);
    Map<String, String> variables = new HashMap<>();
    settings.forEach(
        (key, value) ->
            variables.put("SOJOURN_" + key.toUpperCase(Locale.ROOT).replace('.', '_'), value));
    variables.put("SOJOURN_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
    variables.put("ADMIN_API_KEY", AdminApi.KEY);
    variables.put("SOJOURN_TOPIC_PREFIX", prefix);
    variables.put("SOJOURN_PARTITIONS", Integer.toString(partitions));
    variables.put("SOJOURN_REPLICATION_FACTOR", "1");
    variables.put("SOJOURN_HTTP_HOST", "127.0.0.1");
    variables.put("SOJOURN_HTTP_PORT", "0");
    variables.put("SOJOURN_ADVERTISED_HOST", "127.0.0.1");
    variables.put("SOJOURN_STATE_DIR", state.toString());
    if (journeys != null) {
      variables.put("SOJOURN_JOURNEYS_DIR", journeys.toString());
    }
    long began = System.nanoTime();
    ChildJvm process = child(prefix, main, List.of(), arguments, variables);
    open.push(process);
    int port = process.answer("start", READY_WITHIN).get("port").asInt();
    return new Subject(prefix, partitions, state, process, port, (System.nanoTime() - began) / 1e9);
  }

  private ChildJvm child(
      String name,
      Class<?> main,
      List<String> flags,
      List<String> arguments,
      Map<String, String> settings)
      throws IOException {
    int start = starts.merge(name, 1, Integer::sum);
    List<String> all = new ArrayList<>();
    // The start script chooses the same flags for this JVM as for a node.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> NODE_FLAGS.stream().anyMatch(flag::startsWith))
        .forEach(all::add);
    all.addAll(flags);
    String label = name + "-" + start;
    if (flightRecording != null) {
      all.add(
          "-XX:StartFlightRecording=settings=profile,filename=%s/%s.jfr"
              .formatted(flightRecording, label));
    }
    return ChildJvm.start(label, main, all, arguments, settings, folder.resolve(label + ".log"));
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
    broker.close();
  }
}
