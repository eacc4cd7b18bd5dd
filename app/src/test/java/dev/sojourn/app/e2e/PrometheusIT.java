package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.EventTopic.bytes;
import static dev.sojourn.app.e2e.LiveSojourn.eventually;
import static dev.sojourn.app.e2e.TestJourneys.failing;
import static dev.sojourn.app.e2e.TestJourneys.threeSteps;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The numbers of a running node. Others use it too, so numbers are compared before and after. */
@ExtendWith(OneSojourn.class)
final class PrometheusIT {

  private static final Path DASHBOARD = Path.of("..", "docs", "grafana", "sojourn.json");

  private static final Path METRICS =
      Path.of("src", "test", "resources", "dev", "sojourn", "app", "e2e", "metrics.txt");

  private final LiveSojourn sojourn;

  PrometheusIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  private Samples scrape() {
    return Samples.of(sojourn.get("/metrics"));
  }

  private static String ofMail(String name, String labels) {
    return "%s{journey=\"prom-mail\",%s}".formatted(name, labels);
  }

  /** One of everything that is counted. */
  private void everythingHappens(String run) {
    sojourn.journey(threeSteps("prom-mail", "prom:mail", "PT0.2S", "\"entryLimit\": \"once\","));
    sojourn.journey(failing("prom-fails-" + run, "prom:fails-" + run, ""));
    sojourn.whenEvent("prom-ann-" + run, "prom:mail");
    sojourn.whenEvent("prom-ann-" + run, "prom:mail");
    sojourn.whenEvent("prom-bob-" + run, "prom:fails-" + run);
    // Without an address: the first concerns nobody, and the mail of the second is skipped.
    sojourn.whenEventAt("prom-ann-" + run, "prom:nobody-cares", "2026-01-15T10:30:00Z");
    sojourn.whenEventAt("prom-cat-" + run, "prom:mail", "2026-01-15T10:30:00Z");
    sojourn.topic().deadLetterOf(sojourn.topic().write(bytes("prom-key"), bytes("no event")));
    sojourn.toggle("prom-fails-" + run, false);
    sojourn.awaitState("prom-mail", "prom-ann-" + run, "completed");
    sojourn.awaitState("prom-mail", "prom-cat-" + run, "completed");
  }

  @Test
  void shouldCountWhatHappens() {
    // given
    Samples before = scrape();

    // when
    everythingHappens("counted");

    // then
    eventually(
        () -> {
          Samples after = scrape();
          for (String exact :
              Set.of(
                  ofMail("sojourn_decisions_total", "outcome=\"entered\",reason=\"\""),
                  ofMail("sojourn_instances_ended_total", "status=\"completed\""))) {
            assertThat(after.of(exact) - before.of(exact)).as(exact).isEqualTo(2);
          }
          String refused =
              ofMail(
                  "sojourn_decisions_total",
                  "outcome=\"rejected\",reason=\"already_entered_once\"");
          assertThat(after.of(refused) - before.of(refused)).isEqualTo(1);
          for (String grown :
              Set.of(
                  "sojourn_events_total{result=\"decided\"}",
                  "sojourn_events_total{result=\"stored\"}",
                  "sojourn_events_total{result=\"invalid\"}",
                  "sojourn_sends_total{channel=\"email\"}",
                  "sojourn_send_outcomes_total{channel=\"email\",result=\"sent\"}",
                  "sojourn_sends_skipped_total{reason=\"no_address\"}",
                  "sojourn_dead_letters_total{reason=\"invalid_json\",source=\"ingest\"}",
                  "sojourn_dead_letters_total{reason=\"journey_failed\",source=\"journey\"}",
                  "sojourn_dead_letters_pending",
                  "sojourn_commands_total{status=\"200\",type=\"toggle_journey\"}",
                  "sojourn_timer_lateness_seconds_count",
                  "sojourn_http_request_duration_seconds_count"
                      + "{method=\"POST\",route=\"/v1/events\",status=\"2xx\"}")) {
            assertThat(after.of(grown)).as(grown).isGreaterThan(before.of(grown));
          }
          assertThat(after.of("sojourn_streams_state{state=\"running\"}")).isEqualTo(1);
          assertThat(after.of("sojourn_streams_threads_alive")).isEqualTo(1);
          assertThat(after.of("sojourn_streams_tasks{kind=\"active\"}"))
              .isGreaterThanOrEqualTo(Installation.PARTITIONS);
        });
  }

  @Test
  void shouldKnowItsLagOnEachPartitionOfTheEvents() {
    // when
    for (int i = 0; i < 40; i++) {
      sojourn.whenEvent("prom-lag-" + i, "prom:nobody-cares");
    }

    // then
    eventually(
        () -> {
          Samples now = scrape();
          for (int partition = 0; partition < Installation.PARTITIONS; partition++) {
            assertThat(now.values())
                .containsKey(
                    "sojourn_lag_records{partition=\"%d\",topic=\"e2e.events\"}"
                        .formatted(partition));
          }
        });
  }

  @Test
  void shouldShowNothingOfAnybody() {
    // given
    everythingHappens("hidden");

    // when
    String text = scrape().text();

    // then
    assertThat(text)
        .contains("prom-mail")
        .doesNotContain(
            "prom-ann",
            "prom-bob",
            "prom-cat",
            "prom-key",
            "example.com",
            Installation.ADMIN_KEY,
            Installation.WEBHOOK_SECRET);
  }

  @Test
  void shouldHaveEveryNumberThatTheDashboardShows() throws IOException {
    // given
    everythingHappens("shown");
    Set<String> shown = new TreeSet<>();
    Pattern name = Pattern.compile("\\b(?:sojourn|jvm|process)_[a-z0-9_]+");
    JsonNode dashboard = LiveSojourn.tree(Files.readString(DASHBOARD));
    for (JsonNode expression : dashboard.findValues("expr")) {
      Matcher names = name.matcher(expression.asText());
      assertThat(names.find()).as(expression.asText()).isTrue();
      do {
        shown.add(names.group());
      } while (names.find());
    }
    assertThat(shown).hasSizeGreaterThan(20);

    // then
    eventually(() -> assertThat(scrape().names()).containsAll(shown));
  }

  /** Dashboards and alerts of others rely on them: the file lists what a scrape may show. */
  @Test
  void shouldKeepTheNamesTypesHelpAndLabelsOfItsMetrics() throws IOException {
    // given
    everythingHappens("named");
    List<String> known = Files.readAllLines(METRICS);

    // then
    eventually(() -> assertThat(shape(scrape().text())).containsExactlyInAnyOrderElementsOf(known));
  }

  /** The help and type of each metric of ours, and its samples without values. */
  private static Set<String> shape(String scrape) {
    Pattern value = Pattern.compile("=\"(?:[^\"\\\\]|\\\\.)*\"");
    return scrape
        .lines()
        .filter(line -> line.matches("(# (HELP|TYPE) )?sojourn_.*"))
        .map(
            line ->
                line.startsWith("#")
                    ? line
                    : value.matcher(line).replaceAll("").replaceFirst(" \\S+$", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void shouldShowTheFunnelOfWhatHappened() {
    // given
    sojourn.journey(threeSteps("prom-funnel", "prom:funnel", "PT0.1S", ""));
    JsonNode before = sojourn.get("/v1/admin/metrics/overview").expect(200);

    // when
    sojourn.whenEvent("prom-dan", "prom:funnel");
    sojourn.whenEventAt("prom-eve", "prom:funnel", "2026-01-15T10:30:00Z");
    sojourn.awaitState("prom-funnel", "prom-dan", "completed");
    sojourn.awaitState("prom-funnel", "prom-eve", "completed");

    // then
    assertThat(sojourn.get("/v1/admin/metrics/journeys/prom-funnel").text().strip())
        .isEqualTo(
            "{\"enrolled\":2,\"emailSent\":1,\"emailOpened\":0,\"emailClicked\":0,"
                + "\"completed\":2,\"failed\":0,\"exited\":0}");
    JsonNode after = sojourn.get("/v1/admin/metrics/overview").expect(200);
    assertThat(after.at("/emails/sent").asLong()).isGreaterThan(before.at("/emails/sent").asLong());
    assertThat(after.at("/contacts").asLong()).isGreaterThan(before.at("/contacts").asLong());
    JsonNode instances = after.at("/instances");
    assertThat(instances.at("/enrolled").asLong())
        .isEqualTo(
            instances.at("/active").asLong()
                + instances.at("/waiting").asLong()
                + instances.at("/completed").asLong()
                + instances.at("/failed").asLong()
                + instances.at("/exited").asLong());
  }
}
