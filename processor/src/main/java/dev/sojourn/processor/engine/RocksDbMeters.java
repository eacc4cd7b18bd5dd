package dev.sojourn.processor.engine;

import dev.sojourn.processor.meter.MeterFamily;
import dev.sojourn.processor.meter.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;

/** Memory and disk writes of all stores of a process; absent after the memory is closed. */
final class RocksDbMeters implements Meters {

  private final RocksDbMemory memory;
  private final MeterFamily bytes;
  private final MeterFamily stalled;
  private final MeterFamily written;

  RocksDbMeters(MeterRegistry registry, RocksDbMemory memory) {
    this.memory = memory;
    bytes =
        MeterFamily.gauge(
            registry,
            "sojourn_rocksdb_memory_bytes",
            "Native memory of all stores: blocks, filters and write buffers.",
            "kind");
    stalled =
        MeterFamily.counter(
            registry,
            "sojourn_rocksdb_write_stall_seconds",
            "Time that writes waited for flushes or compactions.");
    written =
        MeterFamily.counter(
            registry,
            "sojourn_rocksdb_written_bytes",
            "Bytes written to files, by flushes of write buffers and by compactions.",
            "by");
  }

  @Override
  public void refresh() {
    memory.use().ifPresentOrElse(this::set, this::clear);
  }

  private void set(RocksDbMemory.Use use) {
    bytes.set(
        Map.of(
            List.of("used"), (double) use.usedBytes(),
            List.of("pinned"), (double) use.pinnedBytes(),
            List.of("limit"), (double) use.limitBytes()));
    stalled.set(use.stallSeconds());
    written.set(
        Map.of(
            List.of("flush"), (double) use.flushedBytes(),
            List.of("compaction"), (double) use.compactedBytes()));
  }

  private void clear() {
    List.of(bytes, stalled, written).forEach(MeterFamily::clear);
  }
}
