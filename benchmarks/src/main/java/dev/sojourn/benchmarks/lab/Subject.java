package dev.sojourn.benchmarks.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** What is measured: an engine, or the floor, in a process of its own. One thread. */
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

  /** Of its topics. */
  public String prefix() {
    return prefix;
  }

  /** Of each of its topics. */
  int partitions() {
    return partitions;
  }

  /** Where Kafka Streams keeps its stores. */
  public Path storesDir() {
    return stateDir.resolve("streams");
  }

  /** From the start of the process until it was restored and had its journeys. */
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

  /** What lives on its heap, in MiB. */
  public long heapMiB() throws Exception {
    return process.ask("heap", Map.of(), ORDER_WITHIN).get("usedBytes").asLong() / (1024 * 1024);
  }

  /** What RocksDB's own statistics say since the process started. */
  public JsonNode rocksDb() throws Exception {
    return process.ask("rocksdb", Map.of(), ORDER_WITHIN);
  }

  /** What it has asked of its stores and sinks so far, if it counts that. */
  public JsonNode operations() throws Exception {
    return process.ask("operations", Map.of(), ORDER_WITHIN);
  }

  /** Its HTTP. */
  public AdminApi http() {
    return new AdminApi(port);
  }

  /** Deletes its stores, once it has ended. Who it is it keeps. */
  public void deleteStores() throws IOException {
    Folders.delete(storesDir());
  }

  /** Ends it at once, as a crash would. */
  public void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
