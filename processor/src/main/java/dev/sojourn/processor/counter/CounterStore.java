package dev.sojourn.processor.counter;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Counters, updated in place so that queries never count rows. Used only by its stream thread.
 *
 * <p>Sums are kept on the heap and written through with each change. The store below has a cache
 * that Kafka Streams flushes before each commit, so a row reaches RocksDB and the changelog once a
 * commit, and never without the transaction of the decisions that it counts.
 */
public final class CounterStore {

  /** Sums kept on the heap; each takes about 200 bytes. */
  private static final int RECENT_SUMS = 4_096;

  /** Versions kept on the heap; each takes about 150 bytes a step. */
  private static final int RECENT_VERSIONS = 256;

  private final KeyValueStore<Bytes, byte[]> counters;
  private final RecentValues<CounterKey, Sum> sums;
  private final RecentValues<VersionKey, VersionRow> versions;
  private boolean countsVersions;

  public CounterStore(KeyValueStore<Bytes, byte[]> counters) {
    this.counters = counters;
    this.sums = new RecentValues<>(RECENT_SUMS, this::readSum);
    this.versions = new RecentValues<>(RECENT_VERSIONS, this::readVersion);
    this.countsVersions = counters.get(VersionKey.MARKER) != null;
  }

  /** A counter with its key as the store has it. */
  private static final class Sum {
    private final Bytes key;
    private long value;

    private Sum(Bytes key, long value) {
      this.key = key;
      this.value = value;
    }
  }

  /** The counts of a version with its key as the store has it. */
  private record VersionRow(Bytes key, VersionCounts counts) {}

  private Sum readSum(CounterKey counter) {
    Bytes key = counter.bytes();
    byte[] row = counters.get(key);
    return new Sum(key, row == null ? 0 : ByteBuffer.wrap(row).getLong());
  }

  private VersionRow readVersion(VersionKey version) {
    Bytes key = version.bytes();
    byte[] row = counters.get(key);
    return new VersionRow(key, row == null ? new VersionCounts() : VersionCounts.unpack(row));
  }

  public void add(CounterKey counter, long amount) {
    if (amount == 0) {
      return;
    }
    Sum sum = sums.get(counter);
    sum.value += amount;
    counters.put(sum.key, ByteBuffer.allocate(Long.BYTES).putLong(sum.value).array());
  }

  /** Adds amounts to counters. */
  public void add(Map<CounterKey, Long> amounts) {
    amounts.forEach(this::add);
  }

  /** Adds what was counted. */
  public void add(CountedChanges changes) {
    add(changes.totals());
    changes.versions().forEach((version, counts) -> add(version, counts, 1));
  }

  /** Subtracts what was counted. */
  public void subtract(CountedChanges changes) {
    changes.totals().forEach((counter, amount) -> add(counter, -amount));
    changes.versions().forEach((version, counts) -> add(version, counts, -1));
  }

  private void add(VersionKey version, VersionCounts counts, int times) {
    if (counts.isZero()) {
      return;
    }
    VersionRow row = versions.get(version);
    row.counts().add(counts, times);
    counters.put(row.key(), row.counts().pack());
  }

  /**
   * Begins to count versions. Must be called before the first instance changes, with everything
   * that is stored: a store of an earlier release has instances that no version has counted yet.
   * Does nothing from the second call on.
   *
   * @param stored all instances, each with all of its log
   */
  public void countVersions(Supplier<Stream<Instance>> stored) {
    if (!countsVersions) {
      try (Stream<Instance> instances = stored.get()) {
        DecisionCounters.versions(instances).forEach((version, counts) -> add(version, counts, 1));
      }
      counters.put(VersionKey.MARKER, new VersionCounts().pack());
      countsVersions = true;
    }
  }

  public long get(CounterKey counter) {
    return sums.get(counter).value;
  }

  /** Counters are about journeys and templates. */
  public static StateFamily family() {
    return StateFamily.impersonal(StoreNames.COUNTERS, (byte) 0, new Retention.Permanent());
  }
}
