package dev.sojourn.app.node;

import dev.sojourn.app.folder.FolderPublisher;
import dev.sojourn.app.folder.FolderPublisher.RetrySettings;
import dev.sojourn.app.folder.FolderWatcher;
import dev.sojourn.http.server.HttpServer;
import dev.sojourn.processor.engine.Engine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Node: topics, engine, delivery, HTTP and the journeys folder, against an existing cluster.
 * Closing it closes them in reverse order.
 */
public final class Node implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Node.class);

  /**
   * The watcher retries forever, so the attempts only decide how often it warns. The gateway gives
   * up after ten seconds; this timeout covers one that never answers.
   */
  private static final RetrySettings RETRIES =
      new RetrySettings(Duration.ofSeconds(12), Duration.ofMillis(250), 4);

  private static final long POLL_MS = 20;

  private final CloseableStack parts = new CloseableStack();

  private final @Nullable FolderWatcher folder;
  private @Nullable Engine engine;
  private int port;

  private Node(@Nullable FolderWatcher folder) {
    this.folder = folder;
  }

  /**
   * Starts a node and publishes its folder in the background, see {@link #awaitReady}.
   *
   * @param folder folder to publish and watch, null for none; closed with the node
   * @param onFatal receives one line when the node cannot continue; may be called on any thread
   * @param progress receives one line per startup step; may be called on any thread
   * @throws StartException when a component cannot start; those already started are closed
   * @throws InterruptedException when interrupted while waiting for the cluster
   */
  public static Node start(
      NodeSettings settings,
      NodeComponents parts,
      @Nullable FolderWatcher folder,
      Consumer<String> onFatal,
      Consumer<String> progress)
      throws StartException, InterruptedException {
    Node node = new Node(folder);
    boolean started = false;
    try {
      node.startParts(settings, parts, onFatal, progress);
      started = true;
      return node;
    } finally {
      if (!started) {
        node.close();
      }
    }
  }

  private void startParts(
      NodeSettings settings,
      NodeComponents factory,
      Consumer<String> onFatal,
      Consumer<String> progress)
      throws StartException, InterruptedException {
    List<String> created = ClusterTopics.prepare(settings.settings().kafka());
    created.forEach(topic -> log.info("Created topic {}", topic));
    progress.accept(
        created.isEmpty()
            ? "topics are in place, restoring state"
            : "created %d topics, starting the engine".formatted(created.size()));
    NodeComponents.RunningEngine running =
        parts.add("engine", factory.startEngine(settings, onFatal));
    parts.add("delivery", factory.startDelivery(settings, running.engine(), onFatal));
    NodeComponents.RunningHttp http =
        parts.add("HTTP", factory.startHttp(settings, running.engine(), this::folderApplied));
    engine = running.engine();
    port = http.port();
    FolderWatcher watcher = folder;
    if (watcher != null) {
      parts
          .add("journeys folder", watcher)
          .start(
              new FolderPublisher(
                  http.commands(),
                  () -> running.engine().registry(),
                  RETRIES,
                  HttpServer.rejections()::text,
                  progress));
    }
  }

  /** The HTTP port. */
  public int port() {
    return port;
  }

  private boolean folderApplied() {
    return folder == null || folder.isApplied();
  }

  /**
   * Waits until the engine is ready and the folder, as it was at startup, is applied in every
   * partition.
   *
   * @throws StartException when that takes longer
   * @throws InterruptedException when interrupted while waiting
   */
  public void awaitReady(Duration longest) throws StartException, InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (!(folderApplied() && processes())) {
      if (System.nanoTime() - end > 0) {
        throw new StartException(
            "%s within %d s"
                .formatted(
                    folderApplied()
                        ? "the engine was not ready"
                        : "the journeys folder was not applied",
                    longest.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }

  private boolean processes() {
    Engine running = engine;
    return running != null && running.ready();
  }

  @Override
  public void close() {
    parts.close();
  }
}
