package dev.sojourn.topics.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimesTest {

  @ParameterizedTest
  @CsvSource({
    "2026-01-15T10:30:00Z, 2026-01-15T10:30:00Z",
    "2026-01-15T10:30Z, 2026-01-15T10:30:00Z",
    "2026-01-15t10:30:00z, 2026-01-15T10:30:00Z",
    "2026-01-15T10:30:00.123Z, 2026-01-15T10:30:00.123Z",
    "2026-01-15T10:30:00.123456789Z, 2026-01-15T10:30:00.123Z",
    "2026-01-15T10:30:00+02:00, 2026-01-15T08:30:00Z",
    "2026-01-15T10:30:00+0200, 2026-01-15T08:30:00Z",
    "2026-01-15T10:30:00-05, 2026-01-15T15:30:00Z",
    "2026-01-15T10:30:00, 2026-01-15T10:30:00Z",
    "2026-01-15 10:30:00.678901, 2026-01-15T10:30:00.678Z",
    "2026-01-15 10:30:00+00, 2026-01-15T10:30:00Z",
    "2026-01-15, 2026-01-15T00:00:00Z",
    "' 2026-01-15T10:30:00Z ', 2026-01-15T10:30:00Z",
    "2024-02-29, 2024-02-29T00:00:00Z",
    "0001-01-01, 0001-01-01T00:00:00Z"
  })
  void shouldReadTheFormsThatProducersWrite(String text, Instant time) {
    assertThat(EventTimes.parse(text)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "1700000000",
        "2026-02-30",
        "2026-13-01T00:00:00Z",
        "2026-01-15T25:00:00Z",
        "2026-01-1510:30:00Z",
        "2026-01-15T 10:30:00Z",
        "2026-01-15T10:30:00+02:00+0200",
        "2026-01-15T10:30:00+25:00",
        "2026-01-15T10:30:00 Europe/Amsterdam",
        "-999999999-01-01T00:00:00Z",
        "+999999999-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z"
      })
  void shouldReadNothingElse(String text) {
    assertThat(EventTimes.parse(text)).isEmpty();
  }
}
