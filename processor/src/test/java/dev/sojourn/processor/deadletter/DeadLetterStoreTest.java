package dev.sojourn.processor.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.counter.CounterStore;
import dev.sojourn.processor.deadletter.DeadLetterStore.DeadLetter;
import dev.sojourn.processor.row.Retention;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class DeadLetterStoreTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");

  private final CounterStore counters =
      new CounterStore(Stores.inMemoryKeyValueStore("counters").get());
  private final DeadLetterStore store =
      new DeadLetterStore(Stores.inMemoryKeyValueStore("state").get(), counters);

  private static DeadLetter letter(Instant at) {
    return new DeadLetter(
        "pending", "ingest", "invalid_json", null, null, at, null, null, null, null);
  }

  private void retry(long offset) {
    DeadLetter letter = store.get(offset).orElseThrow();
    store.change(offset, letter, letter.retried(NOW));
  }

  private void discard(long offset) {
    DeadLetter letter = store.get(offset).orElseThrow();
    store.change(offset, letter, letter.discarded());
  }

  private long pending() {
    return counters.get(new CounterKey("", CounterKey.PENDING_DEAD_LETTERS));
  }

  @Test
  void shouldCountWhatNobodyHasDisposedOf() {
    // when
    store.put(1, letter(NOW));
    store.put(2, letter(NOW));
    discard(2);

    // then
    assertThat(pending()).isEqualTo(1);
    assertThat(store.get(2).orElseThrow().status()).isEqualTo("discarded");
  }

  @Test
  void shouldLeaveALetterAsItIsWhenItIsReadAgain() {
    // given
    assertThat(store.put(1, letter(NOW))).isTrue();
    store.put(2, letter(NOW));
    retry(1);

    // when
    assertThat(store.put(1, letter(NOW))).isFalse();
    assertThat(store.put(2, letter(NOW))).isFalse();

    // then
    assertThat(store.get(1).orElseThrow().status()).isEqualTo("retried");
    assertThat(pending()).isEqualTo(1);
  }

  @Test
  void shouldNoLongerCountWhatHasExpired() {
    // given
    store.put(1, letter(NOW));
    store.put(2, letter(NOW));
    retry(2);
    store.put(3, letter(NOW.plus(Duration.ofDays(1))));

    // when
    Retention.Limited retention = (Retention.Limited) store.retention();
    assertThat(retention.rows().expire(NOW.plus(retention.age()).plusSeconds(1), 500)).isTrue();

    // then
    assertThat(pending()).isEqualTo(1);
    assertThat(store.get(1)).isEmpty();
    assertThat(store.get(3)).isPresent();
  }
}
