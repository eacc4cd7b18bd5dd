package dev.sojourn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The benchmark works: what it finds in so short a time is worth nothing. */
class BenchIT {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int bench(String... arguments) {
    CommandLine line = Bench.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void shouldMeasureTheFloorAndAccountForEveryJourney() throws Exception {
    // when
    Path json = folder.resolve("figures.json");
    int status =
        bench(
            "--scenario=floor,journeys",
            "--seconds=3",
            "--warm-up=0",
            "--persons=2000",
            "--folder=" + folder.resolve("lab"),
            "--json=" + json);

    // then
    assertThat(status).as(err.toString()).isZero();
    JsonNode figures = new ObjectMapper().readTree(Files.readAllBytes(json));
    assertThat(figures.get("floor.eventsPerSecond").asDouble()).isPositive();
    assertThat(figures.get("journeys.perSecond").asDouble()).isPositive();
    assertThat(figures.get("journeys.accounted").asBoolean()).isTrue();
    assertThat(figures.get("journeys.putsPerJourney").asDouble()).isEqualTo(12);
    assertThat(figures.get("journeys.deletesPerJourney").asDouble()).isEqualTo(2);
    assertThat(figures.get("journeys.sinkRecordsPerJourney").asDouble()).isEqualTo(6);
    assertThat(figures.get("journeys.changelogBytesPerJourney").asDouble()).isPositive();
    assertThat(out.toString()).contains("journeys.perSecond").contains(">= 5,000");
    try (Stream<Path> left = Files.list(folder.resolve("lab"))) {
      assertThat(left).as("what it leaves behind").isEmpty();
    }
  }

  @Test
  void shouldNameAScenarioThatThereIsNot() {
    assertThat(bench("--scenario=floor,speed")).isEqualTo(2);
    assertThat(err.toString())
        .contains("expected some of [floor, intake, journeys")
        .contains("for key '--scenario', found 'speed'");
  }

  @Test
  void shouldRefuseFiguresOutOfRange() {
    assertThat(bench("--seconds=2")).isEqualTo(2);
    assertThat(err.toString()).contains("expected 3 to 3600 for key '--seconds', found 2");
    assertThat(bench("--persons=10")).isEqualTo(2);
    assertThat(err.toString()).contains("expected 1000 to 10000000 for key '--persons', found 10");
  }
}
