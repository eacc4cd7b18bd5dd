package dev.sojourn.journeys.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JourneyDurationTest {

  @Test
  void shouldReadBothForms() {
    assertThat(
            JourneyDuration.parse(Map.of("days", 1, "hours", 2, "minutes", 3, "seconds", 4L))
                .duration())
        .isEqualTo(Duration.parse("P1DT2H3M4S"));
    assertThat(JourneyDuration.parse("PT2.5S").duration()).isEqualTo(Duration.ofMillis(2500));
    assertThat(JourneyDuration.parse(Map.of("seconds", 0)).isZero()).isTrue();
  }

  @Test
  void shouldShowWhatWasWritten() {
    assertThat(JourneyDuration.parse(Map.of("hours", 36)).json()).isEqualTo(Map.of("hours", 36L));
    assertThat(JourneyDuration.parse("PT36H").json()).isEqualTo("PT36H");
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(Map.of(), "expected at least one of [days, hours, minutes, seconds]"),
        Arguments.of(Map.of("weeks", 1), "unknown key 'weeks'"),
        Arguments.of(Map.of("hours", 1.5), "expected a whole number for key 'hours', found '1.5'"),
        Arguments.of(Map.of("hours", "1"), "expected a whole number for key 'hours'"),
        Arguments.of(Map.of("hours", -1), "for key 'hours', found -1"),
        Arguments.of(Map.of("days", 4000), "at most ten years"),
        Arguments.of("1 day", "ISO-8601"),
        Arguments.of("PT-1S", "zero or more"),
        Arguments.of("PT0.0005S", "whole milliseconds"),
        Arguments.of("PT99999999999999999999S", "ISO-8601"),
        Arguments.of(5, "expected a duration such as"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void shouldRefuseAndSayWhatIsWrong(Object written, String message) {
    assertThatThrownBy(() -> JourneyDuration.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
