package dev.sojourn.topics.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstantJsonTest {

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000Z",
    "2026-01-15T10:30:00.120999999Z, 2026-01-15T10:30:00.120Z",
    "1969-12-31T23:59:59.999Z, 1969-12-31T23:59:59.999Z",
    "2024-02-29T12:00:00.007Z, 2024-02-29T12:00:00.007Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999Z",
    "-0001-12-31T23:59:59Z, -0001-12-31T23:59:59.000Z",
    "+10000-01-01T00:00:00Z, +10000-01-01T00:00:00.000Z"
  })
  void shouldWriteThreeDigitsOfMilliseconds(Instant instant, String text) {
    assertThat(InstantJson.text(instant)).isEqualTo(text);
  }

  @Test
  void shouldWriteWhatAFormatterWrites() {
    DateTimeFormatter formatter =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      Instant instant = Instant.ofEpochMilli(random.nextLong() >> 15);

      assertThat(InstantJson.text(instant)).isEqualTo(formatter.format(instant));
    }
  }
}
