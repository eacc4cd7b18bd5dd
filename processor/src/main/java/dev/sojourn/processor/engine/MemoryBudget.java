package dev.sojourn.processor.engine;

import dev.sojourn.processor.task.StoreNames;
import java.util.Optional;

/**
 * Divides the native memory of a process among the RocksDB databases that it may open. Sizes are
 * bytes.
 *
 * <p>RocksDB flushes a database that is written to as soon as all write buffers of the process
 * together hold seven eighths of their share. Every open database takes a fixed part of that share,
 * for a filter and for its first block of rows, whether it holds one row or a million. When the
 * fixed parts alone fill the share, each write is followed by a flush. So the fixed parts are sized
 * for the largest possible number of databases when a database is opened: RocksDB cannot resize
 * them later.
 *
 * @param totalBytes block cache, filters, indexes and write buffers of all databases
 * @param partitions of the topics; one process may have to serve all of them, as active or as
 *     standby tasks
 */
record MemoryBudget(long totalBytes, int partitions) {

  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;

  /** State, timers and counters. */
  private static final int KEY_VALUE_STORES = 3;

  /** The segments within the retention, and the one that the current time falls into. */
  private static final int HISTORY_SEGMENTS =
      (int) StoreNames.HISTORY_RETENTION.dividedBy(StoreNames.HISTORY_SEGMENT) + 1;

  /** Databases of a task that hold many rows at a time: the counters hardly do. */
  private static final int BUSY_DATABASES = 3;

  /** Write buffers take a third of the memory; the rest caches blocks, filters and indexes. */
  private static final int WRITE_BUFFERS_DIVISOR = 3;

  /** The fixed parts of all databases may take at most a quarter of the write buffers. */
  private static final int FIXED_DIVISOR = 4;

  /** RocksDB's default; a larger one gains nothing. */
  private static final long MAX_ARENA_BLOCK_BYTES = MIB;

  /** RocksDB rounds up to 4 KiB. */
  private static final long MIN_ARENA_BLOCK_BYTES = 4 * KIB;

  /** One bit in twenty of the largest write buffer. */
  private static final double MAX_FILTER_SHARE = 0.05;

  /**
   * Large, since each time a database doubles in size, its rows are copied once more by compaction.
   */
  private static final long WRITE_BUFFER_BYTES = 32 * MIB;

  /** Rows of a busy database between two flushes; with fewer, it mostly merges small files. */
  private static final long LEAST_ROWS_BYTES = 256 * KIB;

  MemoryBudget {
    if (totalBytes <= 0 || partitions <= 0) {
      throw new IllegalArgumentException(
          "expected memory and partitions, found %d bytes for %d"
              .formatted(totalBytes, partitions));
    }
  }

  /** Databases that this process opens when it has every task. */
  long databases() {
    return (long) partitions * (KEY_VALUE_STORES + HISTORY_SEGMENTS);
  }

  /** Mutable and immutable write buffers of all databases together. */
  long writeBuffersBytes() {
    return totalBytes / WRITE_BUFFERS_DIVISOR;
  }

  /** The largest write buffer of one database. */
  long writeBufferBytes() {
    return Math.min(WRITE_BUFFER_BYTES, writeBuffersBytes() / 4);
  }

  /** The unit in which a write buffer grows: a power of two. */
  long arenaBlockBytes() {
    long half = fixedBytesAllowed() / 2;
    return Math.min(
        MAX_ARENA_BLOCK_BYTES, Math.max(MIN_ARENA_BLOCK_BYTES, Long.highestOneBit(half)));
  }

  /** The share of a write buffer that goes to a filter over its keys. */
  double filterShare() {
    double share = (fixedBytesAllowed() - arenaBlockBytes()) / (double) writeBufferBytes();
    return Math.max(0, Math.min(MAX_FILTER_SHARE, share));
  }

  /** What an open database takes of the write buffers before it holds a row. */
  long fixedBytes() {
    return arenaBlockBytes() + Math.round(filterShare() * writeBufferBytes());
  }

  private long fixedBytesAllowed() {
    return writeBuffersBytes() / FIXED_DIVISOR / databases();
  }

  /** Bytes of rows that a busy database holds on average when it is flushed. */
  long rowsBytes() {
    long flushedAt = writeBuffersBytes() / 8 * 7;
    return Math.max(0, flushedAt - databases() * fixedBytes())
        / ((long) partitions * BUSY_DATABASES);
  }

  /** The memory that this many partitions need, in whole MiB; empty when the budget is enough. */
  Optional<Long> wantedMiB() {
    if (rowsBytes() >= LEAST_ROWS_BYTES) {
      return Optional.empty();
    }
    long mib = totalBytes / MIB + 1;
    while (new MemoryBudget(mib * MIB, partitions).rowsBytes() < LEAST_ROWS_BYTES) {
      mib += Math.max(1, mib / 100);
    }
    return Optional.of(mib);
  }
}
