package dev.sojourn.benchmarks.process;

import dev.sojourn.app.folder.FolderWatcher;
import dev.sojourn.app.node.CloseableStack;
import dev.sojourn.app.node.Node;
import dev.sojourn.app.node.NodeComponents;
import dev.sojourn.app.node.NodeSettings;
import dev.sojourn.app.node.Shutdown;
import dev.sojourn.app.node.StandardComponents;
import dev.sojourn.app.node.StartException;
import dev.sojourn.app.settings.LocalSettings;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.Settings;
import dev.sojourn.app.settings.SettingsReader;
import dev.sojourn.processor.engine.Engine;
import dev.sojourn.processor.engine.EngineSettings;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * Engine process: a node as {@code serve} runs it, without delivery, which the load generator
 * replaces. Its settings come from the environment, like a node's.
 */
public final class EngineProcess {

  /** The argument that makes it count store and sink operations. */
  public static final String COUNT_OPERATIONS = "--count-operations";

  private static final Duration START_WITHIN = Duration.ofMinutes(10);

  private EngineProcess() {}

  public static void main(String[] args) throws Exception {
    OrderLoop loop = OrderLoop.open();
    Operations operations = List.of(args).contains(COUNT_OPERATIONS) ? new Operations() : null;
    PartsWithoutDelivery parts = new PartsWithoutDelivery(operations);
    CloseableStack started = new CloseableStack();
    Shutdown shutdown =
        Shutdown.of(
            started,
            new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true));
    Settings settings =
        SettingsReader.read(
            Profile.SERVE, Path.of("").toAbsolutePath(), System.getenv(), List.of());
    Path folder = settings.find(LocalSettings.JOURNEYS_DIR).orElse(null);
    Node node =
        started.add(
            "node",
            Node.start(
                NodeSettings.of(Profile.SERVE, settings),
                parts,
                folder == null ? null : FolderWatcher.read(folder),
                shutdown::endBecause,
                line -> {}));
    node.awaitReady(START_WITHIN);
    loop.answer(Map.of("port", node.port()));
    loop.run(
        (order, arguments) ->
            switch (order) {
              case "operations" -> operations == null ? Map.of() : operations.sums();
              case "rocksdb" -> rocksDb(parts);
              case "heap" -> Map.of("usedBytes", usedHeap());
              default -> throw new IllegalArgumentException("unknown order " + order);
            });
    System.exit(0);
  }

  /** Heap in use after a collection, in bytes. */
  private static long usedHeap() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  /** RocksDB statistics over all stores of this process. */
  private static Map<String, Double> rocksDb(PartsWithoutDelivery parts) {
    parts.refreshMeters();
    return Map.of(
        "writeStallSeconds", parts.counted("sojourn_rocksdb_write_stall_seconds"),
        "flushedBytes", parts.counted("sojourn_rocksdb_written_bytes", "by", "flush"),
        "compactedBytes", parts.counted("sojourn_rocksdb_written_bytes", "by", "compaction"));
  }

  private static final class PartsWithoutDelivery implements NodeComponents {

    private final @Nullable Operations operations;
    private final StandardComponents standard = new StandardComponents();
    private volatile @Nullable Engine engine;

    PartsWithoutDelivery(@Nullable Operations operations) {
      this.operations = operations;
    }

    /** Brings the meters up to date; the engine must have started. */
    void refreshMeters() {
      Objects.requireNonNull(engine).meters().refresh();
    }

    double counted(String name, String... labels) {
      return standard.meters().get(name).tags(labels).functionCounter().count();
    }

    @Override
    public RunningEngine startEngine(NodeSettings settings, Consumer<String> onFatal)
        throws StartException {
      EngineSettings with = StandardComponents.engineSettings(settings);
      if (operations != null) {
        with =
            with.withKafka(StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG, Operations.Wrapper.class)
                .withKafka(Operations.CONFIG, operations);
      }
      RunningEngine running = standard.startEngine(settings, with, onFatal);
      engine = running.engine();
      return running;
    }

    @Override
    public Part startDelivery(NodeSettings settings, Engine engine, Consumer<String> onFatal) {
      return () -> {};
    }

    @Override
    public RunningHttp startHttp(
        NodeSettings settings, Engine engine, BooleanSupplier folderApplied) throws StartException {
      return standard.startHttp(settings, engine, folderApplied);
    }
  }
}
