package dev.sojourn.benchmarks.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Measured process: an engine or the floor. Not thread-safe. */
public final class Subject implements AutoCloseable {

  private static final Duration ORDER_WITHIN = Duration.ofMinutes(1);

  private final String prefix;
  private final int partitions;
  private final Path stateDir;
  private final ChildJvm process;
  private final int port;
  private final double secondsToReady;

  Subject(
      String prefix,
      int partitions,
      Path stateDir,
      ChildJvm process,
      int port,
      double secondsToReady) {
    this.prefix = prefix;
    this.partitions = partitions;
    this.stateDir = stateDir;
    this.process = process;
    this.port = port;
    this.secondsToReady = secondsToReady;
  }

  /** The prefix of its topics. */
  public String prefix() {
    return prefix;
  }

  /** The number of partitions of each of its topics. */
  int partitions() {
    return partitions;
  }

  /** The state directory of Kafka Streams. */
  public Path storesDir() {
    return stateDir.resolve("streams");
  }

  /** Seconds from process start until stores were restored and journeys applied. */
  public double secondsToReady() {
    return secondsToReady;
  }

  double compileSeconds() throws Exception {
    return process.compileSeconds();
  }

  public double cpuSeconds() {
    return process.cpuSeconds();
  }

  public long residentMiB() throws IOException, InterruptedException {
    return process.residentMiB();
  }

  /** Live heap after a collection, in MiB. */
  public long heapMiB() throws Exception {
    return process.ask("heap", Map.of(), ORDER_WITHIN).get("usedBytes").asLong() / (1024 * 1024);
  }

  /** RocksDB statistics since the process started. */
  public JsonNode rocksDb() throws Exception {
    return process.ask("rocksdb", Map.of(), ORDER_WITHIN);
  }

  /** Counts of its store and sink operations so far; empty unless it counts them. */
  public JsonNode operations() throws Exception {
    return process.ask("operations", Map.of(), ORDER_WITHIN);
  }

  /** A client of its operations API. */
  public AdminApi http() {
    return new AdminApi(port);
  }

  /** Deletes its stores after it has stopped. The node keeps its identity. */
  public void deleteStores() throws IOException {
    Folders.delete(storesDir());
  }

  /** Kills the process at once, as in a crash. */
  public void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
