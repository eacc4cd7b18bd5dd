package dev.sojourn.processor.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.processor.row.Keys;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class ErasedStoreTest {

  private static final int HASH = -77;
  private static final byte[] SALT = {1, 2, 3, 4};

  private final KeyValueStore<Bytes, byte[]> state = Stores.inMemoryKeyValueStore("state").get();

  @Test
  void shouldKnowTheErasedAndNobodyElseOfTheirHash() {
    // given
    ErasedStore erased = new ErasedStore(state);

    // when
    erased.add(HASH, "ada", SALT);

    // then
    assertThat(erased.contains(HASH, "ada")).isTrue();
    assertThat(erased.contains(HASH, "bob")).isFalse();
    assertThat(erased.contains(HASH + 1, "ada")).isFalse();
  }

  @Test
  void shouldTellApartTwoErasedOfOneHash() {
    // given
    ErasedStore erased = new ErasedStore(state);

    // when
    erased.add(HASH, "ada", SALT);
    erased.add(HASH, "bob", new byte[] {9});

    // then
    assertThat(erased.contains(HASH, "ada")).isTrue();
    assertThat(erased.contains(HASH, "bob")).isTrue();
    assertThat(erased.contains(HASH, "eve")).isFalse();
  }

  @Test
  void shouldKnowThemAfterARestart() {
    // given
    new ErasedStore(state).add(HASH, "ada", SALT);

    // when
    ErasedStore again = new ErasedStore(state);

    // then
    assertThat(again.contains(HASH, "ada")).isTrue();
  }

  @Test
  void shouldReadNoStoreForAHashThatNobodyErasedHas() {
    // given
    ErasedStore erased = new ErasedStore(state);
    erased.add(HASH, "ada", SALT);

    // when the store could not be read at all
    state.close();

    // then
    assertThat(erased.contains(HASH + 1, "bob")).isFalse();
  }

  @Test
  void shouldNameNobody() {
    // given
    new ErasedStore(state).add(HASH, "ada", SALT);

    // when
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.erased(), new BytesSerializer())) {
      String row = text(rows.peekNextKey().get()) + text(rows.next().value);

      // then
      assertThat(row).doesNotContain("ada");
      assertThat(rows.hasNext()).isFalse();
    }
  }

  @Test
  void shouldRefuseNoSaltAtAll() {
    ErasedStore erased = new ErasedStore(state);

    assertThatThrownBy(() -> erased.add(HASH, "ada", new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(erased.contains(HASH, "ada")).isFalse();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
