package dev.sojourn.processor.audit;

import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.Row;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Rows of the audit log. Kept for 365 days. */
public final class AuditStore implements StateFamily {

  public static final Duration RETENTION = Duration.ofDays(365);

  private final KeyValueStore<Bytes, byte[]> state;

  public AuditStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
  }

  public void put(AuditRow row) {
    state.put(Keys.audit(row.at().toEpochMilli(), row.id()), row.pack());
  }

  /**
   * Deletes some expired rows; call again until it returns true. The family is ordered by age, so
   * no other rows are read.
   */
  private boolean expire(Instant now, int rows) {
    List<Bytes> old = new ArrayList<>();
    Bytes from = Keys.auditUntil(now.minus(RETENTION).toEpochMilli() - 1);
    try (KeyValueIterator<Bytes, byte[]> found = state.range(from, Keys.endOf(Keys.audit()))) {
      while (found.hasNext() && old.size() < rows) {
        old.add(found.next().key);
      }
    }
    old.forEach(key -> state.put(key, null));
    return old.size() < rows;
  }

  @Override
  public String store() {
    return StoreNames.STATE;
  }

  @Override
  public byte prefix() {
    return Keys.AUDIT;
  }

  @Override
  public Retention retention() {
    return new Retention.Limited(RETENTION, this::expire);
  }

  @Override
  public List<Row> rows(PersonKey who) {
    return Row.find(state, Keys.audit(), row -> who.userId().equals(AuditRow.unpack(row).userId()));
  }

  @Override
  public byte[] pseudonymised(Row row, String pseudonym) {
    return AuditRow.unpack(row.value()).about(pseudonym).pack();
  }

  @Override
  public void replace(Row row, byte @Nullable [] value) {
    state.put(row.key(), value);
  }
}
