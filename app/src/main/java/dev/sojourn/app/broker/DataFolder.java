package dev.sojourn.app.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.properties.MetaProperties;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.properties.PropertiesUtils;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Data folder of the embedded broker: locked for this process, checked and, when empty, formatted,
 * before any Kafka code opens it.
 *
 * <p>The lock is a file of our own. Kafka takes its {@code .lock} only after opening and writing
 * the metadata log, so a second broker would damage the first one's log before being rejected.
 */
final class DataFolder implements AutoCloseable {

  private static final String LOCK_FILE = "sojourn.lock";

  /** Distinguishes our folders from those of any other Kafka, which must not be opened. */
  private static final String CLUSTER_ID_PREFIX = "sojourn-";

  /** Files left by a format that was killed half-way; it is started again. */
  private static final Set<String> HALF_FORMATTED =
      Set.of(
          LOCK_FILE,
          BootstrapDirectory.BINARY_BOOTSTRAP_FILENAME,
          BootstrapDirectory.BINARY_BOOTSTRAP_FILENAME + ".tmp",
          MetaPropertiesEnsemble.META_PROPERTIES_NAME + ".tmp");

  /** Topic and partition, with the suffixes of partitions being added or removed. */
  private static final Pattern PARTITION_FOLDER =
      Pattern.compile("\\S+-\\d+(\\.\\S+-(delete|future|stray))?");

  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Creates the folder if necessary, locks it for this process and formats it if it is empty. */
  static DataFolder claim(Path dataDir) throws BrokerStartException {
    Path path = dataDir.toAbsolutePath().normalize();
    if (path.toString().indexOf(',') >= 0) {
      throw new BrokerStartException(
          "data folder %s has a comma in its path, which Kafka would split".formatted(path));
    }
    DataFolder folder = new DataFolder(path, lock(path));
    try {
      folder.check();
      return folder;
    } catch (IOException e) {
      folder.close();
      throw new BrokerStartException(
          "cannot read data folder %s: %s".formatted(path, ErrorText.of(e)), e);
    } catch (BrokerStartException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  private static FileChannel lock(Path path) throws BrokerStartException {
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (taken(channel)) {
        return channel;
      }
      channel.close();
    } catch (IOException e) {
      throw new BrokerStartException(
          "cannot write to data folder %s: %s".formatted(path, ErrorText.of(e)), e);
    }
    throw new BrokerStartException(
        "data folder %s is in use by another running broker".formatted(path));
  }

  private static boolean taken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // A broker in this process holds the lock already.
      return false;
    }
  }

  private void check() throws IOException, BrokerStartException {
    List<Path> entries;
    try (Stream<Path> listed = Files.list(path)) {
      entries = listed.toList();
    }
    if (Files.exists(path.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
      checkIdentity();
      for (Path entry : entries) {
        checkEntry(entry);
      }
    } else if (entries.stream().allMatch(DataFolder::mayBeFormattedOver)) {
      format();
    } else {
      throw new BrokerStartException(
          "data folder %s is neither empty nor a Sojourn broker's: choose another one"
              .formatted(path));
    }
  }

  private static boolean mayBeFormattedOver(Path entry) {
    return HALF_FORMATTED.contains(String.valueOf(entry.getFileName()));
  }

  private void checkIdentity() throws BrokerStartException {
    Path file = path.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME);
    MetaProperties meta;
    try {
      meta =
          new MetaProperties.Builder(PropertiesUtils.readPropertiesFile(file.toString())).build();
    } catch (IOException | RuntimeException e) {
      throw new BrokerStartException(
          "data folder %s has a damaged %s: %s"
              .formatted(path, MetaPropertiesEnsemble.META_PROPERTIES_NAME, ErrorText.of(e)),
          e);
    }
    // Any bytes parse as properties, but Kafka always writes this one.
    String clusterId =
        meta.clusterId()
            .orElseThrow(
                () ->
                    new BrokerStartException(
                        "data folder %s has a damaged %s: expected a cluster id in it, found none"
                            .formatted(path, MetaPropertiesEnsemble.META_PROPERTIES_NAME)));
    if (!clusterId.startsWith(CLUSTER_ID_PREFIX)
        || meta.nodeId().orElse(-1) != BrokerSettings.NODE_ID) {
      throw new BrokerStartException(
          "data folder %s belongs to another Kafka (cluster id %s): choose another one"
              .formatted(path, clusterId));
    }
  }

  /** Rejects entries that would make Kafka fail the whole folder at startup without naming them. */
  private void checkEntry(Path entry) throws BrokerStartException {
    boolean folder = Files.isDirectory(entry);
    if (folder != isNamedLikePartition(entry)) {
      throw new BrokerStartException(
          "data folder %s holds %s '%s' %s: move it away"
              .formatted(
                  path,
                  folder ? "a folder" : "a file",
                  entry.getFileName(),
                  folder ? "that is no partition's" : "where a partition's folder belongs"));
    }
  }

  private static boolean isNamedLikePartition(Path entry) {
    return PARTITION_FOLDER.matcher(String.valueOf(entry.getFileName())).matches();
  }

  private void format() throws BrokerStartException {
    try (PrintStream unheard =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(unheard)
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(CLUSTER_ID_PREFIX + Uuid.randomUuid())
          .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
          .setDirectories(List.of(path.toString()))
          .setMetadataLogDirectory(path.toString())
          .run();
    } catch (Exception e) {
      // The formatter declares Exception; whatever it throws, the caller can change only the
      // folder.
      throw new BrokerStartException(
          "cannot format data folder %s: %s".formatted(path, ErrorText.of(e)), e);
    }
  }

  /** Unlocks the folder. The lock file stays: deleting it could free another process's lock. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new IllegalStateException("expected the lock of %s to close".formatted(path), e);
    }
  }
}
