package dev.sojourn.app.node;

import dev.sojourn.app.folder.FolderException;
import dev.sojourn.app.folder.FolderPublisher;
import dev.sojourn.app.folder.FolderPublisher.Patience;
import dev.sojourn.app.folder.FolderWatcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: topics, engine, delivery, HTTP and its folder of journeys, against a cluster that is
 * there already. Closing it closes them the other way round.
 */
public final class Node implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Node.class);

  /** The watcher tries again for ever, so this only decides how often it says so. */
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(5), Duration.ofMillis(250), 4);

  private final StartedParts parts = new StartedParts();
  private final CompletableFuture<Void> applied = new CompletableFuture<>();

  private Node() {}

  /**
   * Starts a node and publishes its folder in the background, see {@link #awaitApplied}.
   *
   * @param onFatal told in one line when it cannot go on; may be called on any thread
   * @throws StartException when some part cannot start; those that had are closed
   * @throws FolderException with everything that is wrong in the folder; nothing was published
   * @throws InterruptedException when interrupted while waiting for the cluster
   */
  public static Node start(NodeSettings settings, Parts parts, Consumer<String> onFatal)
      throws StartException, FolderException, InterruptedException {
    Node node = new Node();
    boolean started = false;
    try {
      node.startParts(settings, parts, onFatal);
      started = true;
      return node;
    } finally {
      if (!started) {
        node.close();
      }
    }
  }

  private void startParts(NodeSettings settings, Parts factory, Consumer<String> onFatal)
      throws StartException, FolderException, InterruptedException {
    ClusterTopics.prepare(settings.settings().kafka())
        .forEach(topic -> log.info("Created topic {}", topic));
    Parts.RunningEngine running = parts.add("engine", factory.startEngine(settings, onFatal));
    parts.add("delivery", factory.startDelivery(settings, running.engine(), onFatal));
    Parts.RunningHttp http =
        parts.add("HTTP", factory.startHttp(settings, running.engine(), this::folderApplied));
    publishFolder(settings.settings().journeysDir(), running, http);
  }

  private void publishFolder(
      @org.jspecify.annotations.Nullable Path folder,
      Parts.RunningEngine running,
      Parts.RunningHttp http)
      throws StartException, FolderException {
    if (folder == null) {
      applied.complete(null);
      return;
    }
    FolderPublisher publisher =
        new FolderPublisher(http.commands(), () -> running.engine().registry(), PATIENCE);
    FolderWatcher watcher = parts.add("journeys folder", new FolderWatcher(folder, publisher));
    watcher.applied().thenAccept(applied::complete);
    watcher.start();
  }

  private boolean folderApplied() {
    return applied.isDone();
  }

  /**
   * Waits until the folder, as it was at the start, is applied in every partition.
   *
   * @throws StartException when that takes longer
   * @throws InterruptedException when interrupted while waiting
   */
  public void awaitApplied(Duration longest) throws StartException, InterruptedException {
    try {
      applied.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new StartException(
          "the journeys folder was not applied within %d s".formatted(longest.toSeconds()), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("expected the folder to be applied", e);
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
