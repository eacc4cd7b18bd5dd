package dev.sojourn.app.folder;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folder watcher that publishes a folder, and again when its files have changed and then stayed the
 * same for a second. Unreadable files give a warning, and what was published before stays.
 *
 * <p>It polls once a second: file system notifications do not work for network drives, bind mounts
 * or the links of a config map.
 */
public final class FolderWatcher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FolderWatcher.class);
  private static final long SECONDS_TO_CLOSE = 2;

  private final Path folder;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "journeys-folder");
            thread.setDaemon(true);
            return thread;
          });

  private @Nullable FolderPublisher publisher;
  private FolderFiles seen;
  private FolderFiles read;
  private @Nullable FolderContent pending;
  private volatile boolean applied;

  private FolderWatcher(Path folder, FolderFiles files, FolderContent content) {
    this.folder = folder;
    this.seen = files;
    this.read = files;
    this.pending = content;
    warn(content.warnings());
  }

  /**
   * Reads the folder without publishing it yet.
   *
   * @throws FolderException with everything that is wrong in the folder
   */
  public static FolderWatcher read(Path folder) throws FolderException {
    FolderFiles files = FolderFiles.of(folder);
    return new FolderWatcher(folder, files, JourneyFolder.read(folder, files));
  }

  /** Publishes what was read and watches for changes, on its own thread. */
  public void start(FolderPublisher publisher) {
    publishThrough(publisher);
    // Only shutdown ends the schedule, since a round throws nothing.
    ScheduledFuture<?> unused =
        rounds.scheduleWithFixedDelay(this::safeRound, 0, 1, TimeUnit.SECONDS);
  }

  void publishThrough(FolderPublisher publisher) {
    this.publisher = publisher;
  }

  /** Whether the folder, as it was at startup or later, is applied in every partition. */
  public boolean isApplied() {
    return applied;
  }

  /** Without the catch, a bug would silently end the schedule. */
  private void safeRound() {
    try {
      round();
    } catch (RuntimeException e) {
      log.error("Journeys folder {}: unexpected failure", folder, e);
    }
  }

  void round() {
    FolderFiles now = FolderFiles.of(folder);
    if (!now.equals(seen)) {
      // Files are still being written: wait for a round without changes.
      seen = now;
      return;
    }
    if (!seen.equals(read)) {
      read = seen;
      reread();
    }
    FolderContent content = pending;
    FolderPublisher through = publisher;
    if (content != null && through != null) {
      publish(content, through);
    }
  }

  private void reread() {
    try {
      FolderContent content = JourneyFolder.read(folder, read);
      warn(content.warnings());
      pending = content;
    } catch (FolderException e) {
      warn(e.problems());
      log.warn("Journeys folder {}: keeping what was published before", folder);
    }
  }

  private void publish(FolderContent content, FolderPublisher through) {
    try {
      warn(through.publish(content));
      pending = null;
      applied = true;
      log.info(
          "Published {} journeys and {} templates from {}",
          content.journeys().size(),
          content.templates().size(),
          folder);
    } catch (UnansweredException e) {
      log.warn("Journeys folder {}: {}; retrying", folder, e.getMessage());
    } catch (InterruptedException e) {
      // The watcher is being closed.
      Thread.currentThread().interrupt();
    }
  }

  private void warn(List<String> lines) {
    lines.forEach(line -> log.warn("Journeys folder {}: {}", folder, line));
  }

  @Override
  public void close() {
    rounds.shutdownNow();
    try {
      if (!rounds.awaitTermination(SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
        log.warn("Journeys folder {}: still publishing after {} s", folder, SECONDS_TO_CLOSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
