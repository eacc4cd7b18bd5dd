package dev.sojourn.journeys.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Fnv1aTest {

  /** The first three are test vectors of the draft that defines it. */
  @ParameterizedTest
  @CsvSource({"'',811c9dc5", "a,e40c292c", "foobar,bf9cf968", "trip::Zoë,a7b2f77f"})
  void shouldHashAsEverybodyElseDoes(String text, String hash) {
    assertThat(Fnv1a.of(text)).isEqualTo(Long.parseLong(hash, 16));
  }
}
