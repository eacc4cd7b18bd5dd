package dev.sojourn.processor.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.json.Json;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.test.TestRecord;

/** What a task has written: rows, changelogs, the journal, dead letters and meters. */
public interface HarnessRecords extends DrivenTask {

  default List<TestRecord<byte[], byte[]>> deadLetters() {
    return read(TOPICS.deadLetters());
  }

  /** The decisions in the journal since the last call. */
  default List<JsonNode> decided() {
    return journal().stream().filter(record -> record.has("stimulus")).toList();
  }

  /** The whole journal since the last call: decisions, and registry records that were applied. */
  default List<JsonNode> journal() {
    List<JsonNode> records = new ArrayList<>();
    for (TestRecord<byte[], byte[]> record : read(TOPICS.journal())) {
      try {
        records.add(Json.mapper().readTree(record.value()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return records;
  }

  default long counter(String journeyId, String name) {
    byte[] row = keyValues(StoreNames.COUNTERS).get(new CounterKey(journeyId, name).bytes());
    return row == null ? 0 : ByteBuffer.wrap(row).getLong();
  }

  default long rows(String store) {
    long count = 0;
    try (var all = keyValues(store).all()) {
      while (all.hasNext()) {
        all.next();
        count++;
      }
    }
    return count;
  }

  /** Keys and values of everything in the four stores. */
  default List<byte[]> storedBytes() {
    List<byte[]> bytes = new ArrayList<>();
    for (String store : List.of(StoreNames.STATE, StoreNames.TIMERS, StoreNames.COUNTERS)) {
      try (var all = keyValues(store).all()) {
        all.forEachRemaining(row -> bytes.addAll(List.of(row.key.get(), row.value)));
      }
    }
    try (var all = history().all()) {
      all.forEachRemaining(row -> bytes.addAll(List.of(row.key.key().get(), row.value)));
    }
    return bytes;
  }

  /** Records that a store's changelog has got since the last call. */
  default int changelogRecords(String store) {
    return changelog(store).size();
  }

  /** Values of the records that a store's changelog has got since the last call. */
  default List<byte[]> changelogValues(String store) {
    return changelog(store).stream().map(TestRecord::value).filter(Objects::nonNull).toList();
  }

  private List<TestRecord<byte[], byte[]>> changelog(String store) {
    return read("%s-%s-changelog".formatted(EngineHarness.APPLICATION, store));
  }

  /** The value of a counter with these labels, zero when nothing was counted. */
  default double counted(String name, String... labels) {
    return meters().find(name).tags(labels).counters().stream().mapToDouble(Counter::count).sum();
  }

  /** Lateness of the timers that fired. */
  default HistogramSnapshot lateness() {
    return meters().get("sojourn_timer_lateness_seconds").timer().takeSnapshot();
  }
}
