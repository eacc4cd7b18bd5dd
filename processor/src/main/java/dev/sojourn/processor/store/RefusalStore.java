package dev.sojourn.processor.store;

import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.RefusalRow;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Why events did not enter. Kept for 30 days. */
public final class RefusalStore {

  public static final Duration RETENTION = Duration.ofDays(30);

  private final KeyValueStore<Bytes, byte[]> state;
  private final Expiry expiry;

  RefusalStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
    this.expiry = new Expiry(state, Keys.refusals(), row -> RefusalRow.unpack(row).at());
  }

  public void put(int hash, RefusalRow row) {
    state.put(Keys.refusal(hash, row.at().toEpochMilli(), row.eventId()), row.pack());
  }

  /** Deletes some of what is too old; call again until it says that it has seen everything. */
  public boolean expire(Instant now, int rows) {
    return expiry.sweep(now.minus(RETENTION), rows);
  }
}
