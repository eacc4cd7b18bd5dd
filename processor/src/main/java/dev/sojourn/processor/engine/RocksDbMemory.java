package dev.sojourn.processor.engine;

import dev.sojourn.processor.task.StoreNames;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.HistogramType;
import org.rocksdb.HyperClockCache;
import org.rocksdb.IndexType;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;
import org.rocksdb.TickerType;
import org.rocksdb.WriteBufferManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native memory of all stores of a process: one block cache and one limit for write buffers,
 * however many tasks there are. Closed after the engine. Safe for several threads.
 */
public final class RocksDbMemory implements AutoCloseable {

  /** The configuration key under which the config setter finds this object. */
  static final String CONFIG = "sojourn.rocksdb.memory";

  /**
   * Level 0 files of the history that trigger a compaction: twice the default. Its rows are hardly
   * ever replaced, so compaction only speeds up look-ups, and most events need none.
   */
  private static final int HISTORY_FILES = 8;

  /**
   * What a look-up decompresses when a block is not in the cache; a row takes a few hundred bytes.
   */
  private static final long BLOCK_BYTES = 4L * 1024;

  /**
   * Bits per key for a false positive rate of one in five hundred instead of one in a hundred: a
   * store has several files, and each false positive decompresses a block.
   */
  private static final double BITS_PER_KEY = 14;

  /**
   * Four shards. The default is so many that one holds 2 MiB, and a filter that does not fit beside
   * the others is read from its file again for each look-up.
   */
  private static final int CACHE_SHARD_BITS = 2;

  /** Lets the cache estimate the number of its entries. */
  private static final long ENTRIES_OF_ANY_SIZE = 0;

  /**
   * Size of the partitions of a filter or an index. Larger than the default, so that there are
   * fewer to find; small enough to read one from its file for a single look-up.
   */
  private static final long METADATA_BLOCK_BYTES = 16L * 1024;

  private static final Logger log = LoggerFactory.getLogger(RocksDbMemory.class);

  private static final double MICROS_PER_SECOND = 1e6;

  private final MemoryBudget budget;
  private final Cache cache;
  private final WriteBufferManager writeBuffers;
  private final Statistics statistics;
  private boolean closed;

  /**
   * Reserves nothing yet; logs a warning when the memory is too small for the partitions.
   *
   * @param totalBytes limit of block cache and write buffers together
   * @param partitions of the topics, all of which this process may have to serve
   */
  public RocksDbMemory(long totalBytes, int partitions) {
    RocksDB.loadLibrary();
    budget = new MemoryBudget(totalBytes, partitions);
    budget
        .wantedMiB()
        .ifPresent(
            mib ->
                log.warn(
                    "rocksdb.memory is {} MiB for up to {} databases ({} partitions): stores would"
                        + " be flushed too often when this node serves all of them; set"
                        + " rocksdb.memory to {}MiB or more",
                    totalBytes >> 20,
                    budget.databases(),
                    partitions,
                    mib));
    // The lock-free cache: each look-up takes several entries, mostly filters, and threads should
    // not wait for each other. It keeps filters and indexes longer than data blocks.
    cache = new HyperClockCache(totalBytes, ENTRIES_OF_ANY_SIZE, CACHE_SHARD_BITS, false);
    // Write buffers are charged to the cache, so that the two together stay within the limit.
    writeBuffers = new WriteBufferManager(budget.writeBuffersBytes(), cache);
    // Counters only: timing each call would cost more than many of the calls.
    statistics = new Statistics(EnumSet.allOf(HistogramType.class));
    statistics.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
  }

  /**
   * What the stores use, and the cost of flushes and compactions since the start.
   *
   * @param usedBytes of blocks, filters and write buffers
   * @param pinnedBytes of those, what cannot be evicted
   * @param stallSeconds time that writes waited
   */
  record Use(
      long usedBytes,
      long pinnedBytes,
      long limitBytes,
      double stallSeconds,
      long flushedBytes,
      long compactedBytes) {}

  /** The use now, empty after closing. */
  synchronized Optional<Use> use() {
    // A closed native handle is freed; using it would crash the process.
    return closed
        ? Optional.empty()
        : Optional.of(
            new Use(
                cache.getUsage(),
                cache.getPinnedUsage(),
                budget.totalBytes(),
                statistics.getTickerCount(TickerType.STALL_MICROS) / MICROS_PER_SECOND,
                statistics.getTickerCount(TickerType.FLUSH_WRITE_BYTES),
                statistics.getTickerCount(TickerType.COMPACT_WRITE_BYTES)));
  }

  @Override
  public synchronized void close() {
    closed = true;
    writeBuffers.close();
    cache.close();
    statistics.close();
  }

  /** Applies the settings to each store. Kafka Streams instantiates it by class name. */
  public static final class Setter implements RocksDBConfigSetter {

    private BloomFilter filter = new BloomFilter(BITS_PER_KEY, false);

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
      RocksDbMemory memory = (RocksDbMemory) configs.get(CONFIG);
      if (memory == null || !(options.tableFormatConfig() instanceof BlockBasedTableConfig table)) {
        return;
      }
      table.setBlockCache(memory.cache);
      table.setBlockSize(BLOCK_BYTES);
      table.setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
      table.setCacheIndexAndFilterBlocks(true);
      table.setCacheIndexAndFilterBlocksWithHighPriority(true);
      // The files of a store grow to gigabytes, and their filters with them: partitioned, only the
      // parts in use are held.
      table.setIndexType(IndexType.kTwoLevelIndexSearch);
      table.setPartitionFilters(true);
      table.setPinTopLevelIndexAndFilter(true);
      table.setMetadataBlockSize(METADATA_BLOCK_BYTES);
      table.setFilterPolicy(filter);
      options.setTableFormatConfig(table);
      // Most look-ups miss (a duplicate check, a new person), so filters are needed on every level.
      options.setOptimizeFiltersForHits(false);
      options.setMemtablePrefixBloomSizeRatio(memory.budget.filterShare());
      options.setMemtableWholeKeyFiltering(true);
      options.setCompressionType(CompressionType.LZ4_COMPRESSION);
      options.setWriteBufferManager(memory.writeBuffers);
      options.setWriteBufferSize(memory.budget.writeBufferBytes());
      options.setArenaBlockSize(memory.budget.arenaBlockBytes());
      options.setStatistics(memory.statistics);
      if (store.startsWith(StoreNames.HISTORY)) {
        options.setLevel0FileNumCompactionTrigger(HISTORY_FILES);
      }
    }

    @Override
    public void close(String store, Options options) {
      filter.close();
    }
  }
}
