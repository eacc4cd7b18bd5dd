package dev.sojourn.processor.audit;

import dev.sojourn.processor.row.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Rows of the audit log. Kept for 365 days. */
public final class AuditStore {

  public static final Duration RETENTION = Duration.ofDays(365);

  private final KeyValueStore<Bytes, byte[]> state;

  public AuditStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
  }

  public void put(AuditRow row) {
    state.put(Keys.audit(row.at().toEpochMilli(), row.id()), row.pack());
  }

  /** Pseudonymises every row about a person. */
  public void erase(String userId, String pseudonym) {
    List<AuditRow> theirs = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.audit(), new BytesSerializer())) {
      while (rows.hasNext()) {
        AuditRow row = AuditRow.unpack(rows.next().value);
        if (userId.equals(row.userId())) {
          theirs.add(row.about(pseudonym));
        }
      }
    }
    theirs.forEach(this::put);
  }

  /**
   * Deletes some expired rows; call again until it returns true. The family is ordered by age, so
   * no other rows are read.
   */
  public boolean expire(Instant now, int rows) {
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
}
