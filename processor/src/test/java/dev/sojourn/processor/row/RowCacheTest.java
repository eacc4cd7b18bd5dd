package dev.sojourn.processor.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class RowCacheTest {

  private final KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore("state").get();
  private static final long LIMIT = 2L * 1024 * 1024;

  private final RowCache rows = new RowCache(store, LIMIT);

  private static Bytes key(int number) {
    return Bytes.wrap(("row-" + number).getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void shouldReadWhatWasWrittenLastWithoutTheStore() {
    // given
    rows.put(key(1), new byte[] {1});
    rows.put(key(1), new byte[] {2});
    assertThat(store.get(key(1))).as("written through").containsExactly(2);

    // when what the store has could not be what was read
    store.put(key(1), new byte[] {9});

    // then
    assertThat(rows.get(key(1))).containsExactly(2);
  }

  @Test
  void shouldNotKeepWhatIsOnlyRead() {
    // given
    store.put(key(1), new byte[] {1});
    assertThat(rows.get(key(1))).containsExactly(1);

    // when
    store.put(key(1), new byte[] {2});

    // then
    assertThat(rows.get(key(1))).containsExactly(2);
  }

  @Test
  void shouldKeepWhatIsReadToBeReadAgain() {
    // given
    store.put(key(1), new byte[] {1});
    assertThat(rows.getAndCache(key(1))).containsExactly(1);
    assertThat(rows.getAndCache(key(2))).isNull();

    // when
    store.put(key(1), new byte[] {2});
    store.put(key(2), new byte[] {2});

    // then
    assertThat(rows.get(key(1))).containsExactly(1);
    assertThat(rows.get(key(2))).as("an absence is not kept").containsExactly(2);
  }

  @Test
  void shouldLetGoOfWhatWasNotReadForLongest() {
    // given
    byte[] large = new byte[1024 * 1024 - 100];
    rows.put(key(1), large);
    rows.put(key(2), large);
    rows.get(key(1));

    // when
    rows.put(key(3), new byte[1_000]);
    store.put(key(1), new byte[] {9});
    store.put(key(2), new byte[] {9});

    // then
    assertThat(rows.get(key(1))).isSameAs(large);
    assertThat(rows.get(key(2))).containsExactly(9);
  }
}
