package dev.sojourn.processor.engine;

import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.meter.Reading;
import dev.sojourn.processor.topology.StoreNames;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.HyperClockCache;
import org.rocksdb.IndexType;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The native memory of all stores of a process: one cache and one budget for write buffers, however
 * many tasks there are. Closed after the engine.
 */
public final class RocksMemory implements Meters, AutoCloseable {

  /** The configuration key under which the stores find it. */
  static final String CONFIG = "sojourn.rocks.memory";

  private static final long CACHE_BYTES = 384L * 1024 * 1024;
  private static final long WRITE_BUFFER_BYTES = 128L * 1024 * 1024;

  /** Large, since each time it is doubled a row is copied once less before it comes to rest. */
  private static final long ONE_WRITE_BUFFER_BYTES = 32L * 1024 * 1024;

  /**
   * Files of the history that are merged at once, twice as many as elsewhere. Its rows are hardly
   * ever replaced, so that merging serves look-ups alone, and most events have none.
   */
  private static final int HISTORY_FILES = 8;

  /**
   * What a look-up decompresses when a block is not in the cache; a row has a few hundred bytes.
   */
  private static final long BLOCK_BYTES = 4L * 1024;

  /**
   * One look-up in five hundred that a filter lets through in vain, instead of one in a hundred: a
   * store has several files, and each look in vain decompresses a block.
   */
  private static final double BITS_PER_KEY = 14;

  /**
   * Four shards. By default there are so many that one holds 2 MiB, and a filter that does not fit
   * beside the others is read from its file again for each look-up.
   */
  private static final int CACHE_SHARD_BITS = 2;

  /** The cache works out by itself how many entries it has room for. */
  private static final long ENTRIES_OF_ANY_SIZE = 0;

  /**
   * Parts of a filter or an index. Larger than by default, so that there are fewer to find; small
   * enough to read one from its file for a single look-up.
   */
  private static final long METADATA_BLOCK_BYTES = 16L * 1024;

  /** Of a write buffer, for a filter over its keys. */
  private static final double MEMTABLE_FILTER_SHARE = 0.05;

  private final Cache cache;
  private final WriteBufferManager writeBuffers;
  private boolean closed;

  public RocksMemory() {
    RocksDB.loadLibrary();
    // Without a lock: each look-up takes several entries, filters above all, and no two threads
    // should wait for each other. It keeps filters and indexes longer than blocks of data.
    cache = new HyperClockCache(CACHE_BYTES, ENTRIES_OF_ANY_SIZE, CACHE_SHARD_BITS, false);
    // Buffers count against the cache, so that the two together stay within it.
    writeBuffers = new WriteBufferManager(WRITE_BUFFER_BYTES, cache);
  }

  /** What is held of the cache, against which write buffers count. Nothing once it is closed. */
  @Override
  public synchronized List<Reading> read() {
    if (closed) {
      // The handle is gone, and using it would end the process.
      return List.of();
    }
    return List.of(
        new Reading.Numbers(
            "sojourn_rocksdb_memory_bytes",
            Reading.Kind.LEVEL,
            "Native memory of all stores: blocks, filters and write buffers.",
            List.of("kind"),
            Map.of(
                List.of("used"), (double) cache.getUsage(),
                List.of("pinned"), (double) cache.getPinnedUsage(),
                List.of("limit"), (double) CACHE_BYTES)));
  }

  @Override
  public synchronized void close() {
    closed = true;
    writeBuffers.close();
    cache.close();
  }

  /** Set on each store by Kafka Streams, which makes it by its name. */
  public static final class Setter implements RocksDBConfigSetter {

    private BloomFilter filter = new BloomFilter(BITS_PER_KEY, false);

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
      RocksMemory memory = (RocksMemory) configs.get(CONFIG);
      if (memory == null || !(options.tableFormatConfig() instanceof BlockBasedTableConfig table)) {
        return;
      }
      table.setBlockCache(memory.cache);
      table.setBlockSize(BLOCK_BYTES);
      table.setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
      table.setCacheIndexAndFilterBlocks(true);
      table.setCacheIndexAndFilterBlocksWithHighPriority(true);
      // The files of a store grow to gigabytes, and their filters with them: only the parts that
      // are looked at are held.
      table.setIndexType(IndexType.kTwoLevelIndexSearch);
      table.setPartitionFilters(true);
      table.setPinTopLevelIndexAndFilter(true);
      table.setMetadataBlockSize(METADATA_BLOCK_BYTES);
      table.setFilterPolicy(filter);
      options.setTableFormatConfig(table);
      // Most look-ups are for what is not there (a repeat, a newcomer): filters on every level.
      options.setOptimizeFiltersForHits(false);
      options.setMemtablePrefixBloomSizeRatio(MEMTABLE_FILTER_SHARE);
      options.setMemtableWholeKeyFiltering(true);
      options.setCompressionType(CompressionType.LZ4_COMPRESSION);
      options.setWriteBufferManager(memory.writeBuffers);
      options.setWriteBufferSize(ONE_WRITE_BUFFER_BYTES);
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
