package dev.sojourn.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsTest {

  private final Findings findings = new Findings();

  @Test
  void shouldTakeTheMiddleOfSeveralRounds() {
    assertThat(Findings.median(3, 1, 200)).isEqualTo(3);
    assertThat(Findings.median(4, 1, 2, 3)).isEqualTo(2.5);
  }

  @Test
  void shouldRoundToWhatCanBeTrusted() {
    findings.put("a.b", 12345.678);
    findings.put("a.c", 0.74449);
    assertThat(findings.number("a.b")).hasValue(12346);
    assertThat(findings.number("a.c")).hasValue(0.744);
  }

  @Test
  void shouldRefuseWhatIsNoFigure() {
    assertThatThrownBy(() -> findings.put("a.b", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldWriteOneFlatObject(@TempDir Path folder) throws Exception {
    // given
    findings.put("journeys.perSecond", 6_000);
    findings.put("journeys.accounted", true);

    // when
    Path file = folder.resolve("figures.json");
    findings.write(file);

    // then
    assertThat(Files.readString(file))
        .isEqualToIgnoringWhitespace(
            "{\"journeys.perSecond\": 6000, \"journeys.accounted\": true}");
  }

  @Test
  void shouldSayWhatIsNotReached() {
    // given
    findings.put("journeys.perSecond", 4_999);
    findings.put("latency.actionP99Ms", 90);

    // then
    assertThat(Table.of(findings).lines())
        .anyMatch(line -> line.matches("journeys.perSecond +4,999 +>= 5,000 +NOT REACHED"))
        .anyMatch(line -> line.matches("latency.actionP99Ms +90 +< 250"));
  }
}
