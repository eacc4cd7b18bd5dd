package dev.sojourn.processor.engine;

import dev.sojourn.processor.task.StoreNames;
import java.util.Optional;

/**
 * How the native memory of a process is divided among the RocksDB databases that it may come to
 * open. Sizes are bytes.
 *
 * <p>RocksDB flushes a database that is written to as soon as all write buffers of the process
 * together hold seven eighths of their share. Every open database takes a fixed part of that share,
 * for a filter and for its first block of rows, whether it holds one row or a million. When the
 * fixed parts alone fill the share, each write is followed by a flush. So they are sized, when a
 * database is opened, by the most databases there can be: RocksDB cannot resize them later.
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

  /** Those of the retention, and the one that the current time falls into. */
  private static final int HISTORY_SEGMENTS =
      (int) StoreNames.HISTORY_RETENTION.dividedBy(StoreNames.HISTORY_SEGMENT) + 1;

  /** Of the databases of a task, those that hold rows at a time: counters hardly do. */
  private static final int BUSY_DATABASES = 3;

  /** Of all memory, for write buffers; the rest caches blocks, filters and indexes. */
  private static final int WRITE_BUFFERS_DIVISOR = 3;

  /** Of the write buffers, what the fixed parts of all databases may take at most. */
  private static final int FIXED_DIVISOR = 4;

  /** RocksDB's own default, and as large as pays. */
  private static final long MAX_ARENA_BLOCK_BYTES = MIB;

  /** RocksDB rounds up to 4 KiB. */
  private static final long MIN_ARENA_BLOCK_BYTES = 4 * KIB;

  /** One bit in twenty of the largest write buffer. */
  private static final double MAX_FILTER_SHARE = 0.05;

  /**
   * Large, since each time a database doubles in size a row is copied once more before it comes to
   * rest.
   */
  private static final long WRITE_BUFFER_BYTES = 32 * MIB;

  /** Rows of a busy database between two flushes, below which it mostly merges small files. */
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

  /** Of a write buffer, for a filter over its keys. */
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

  /** Rows that a busy database holds on average when it is flushed. */
  long rowsBytes() {
    long flushedAt = writeBuffersBytes() / 8 * 7;
    return Math.max(0, flushedAt - databases() * fixedBytes())
        / ((long) partitions * BUSY_DATABASES);
  }

  /** The memory that this many partitions need, in whole MiB; empty when this is enough. */
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
