package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.processor.meter.EngineMeters.Taken;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrometheusTest {

  /** A sample of the text format: a name, labels, a number. */
  private static final String SAMPLE =
      "[a-z_:][a-zA-Z0-9_:]*(\\{[a-z_]+=\"[^\"\\n]*\"(,[a-z_]+=\"[^\"\\n]*\")*})? "
          + "([-+]?[0-9.]+([eE][-+]?[0-9]+)?|NaN|[-+]Inf)";

  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start();
    // A scrape waits only so long for the stores.
    server.cluster.startAll();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String scrape() {
    TestServer.Reply reply = server.get("/metrics");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.text();
  }

  @Test
  void shouldShowNothingWithoutAKey() {
    assertThat(server.bare("GET", "/metrics", null).status()).isEqualTo(401);
  }

  @Test
  void shouldShowWhatTheEngineHasCounted() {
    // given
    server.cluster.meters.event(Taken.STORED);
    server.cluster.meters.event(Taken.STORED);
    server.cluster.meters.outcome("email", "sent");
    server.cluster.meters.fired(70);
    server.cluster.meters.fired(7_200_000);

    // when
    String text = scrape();

    // then
    assertThat(text.lines())
        .contains(
            "# TYPE sojourn_events_total counter",
            "sojourn_events_total{result=\"stored\"} 2.0",
            "sojourn_events_total{result=\"invalid\"} 0.0",
            "sojourn_send_outcomes_total{channel=\"email\",result=\"sent\"} 1.0",
            "# TYPE sojourn_timer_lateness_seconds histogram",
            "sojourn_timer_lateness_seconds_bucket{le=\"0.05\"} 0",
            "sojourn_timer_lateness_seconds_bucket{le=\"0.1\"} 1",
            "sojourn_timer_lateness_seconds_bucket{le=\"3600.0\"} 1",
            "sojourn_timer_lateness_seconds_bucket{le=\"+Inf\"} 2",
            "sojourn_timer_lateness_seconds_count 2",
            "sojourn_timer_lateness_seconds_sum 7200.07");
  }

  @Test
  void shouldWriteSamplesThatCanBeRead() {
    assertThat(scrape().lines().filter(line -> !line.startsWith("#")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).matches(SAMPLE));
  }

  @Test
  void shouldShowTheJvm() {
    assertThat(scrape())
        .contains("\njvm_memory_used_bytes{area=\"heap\"} ", "\njvm_gc_collection_seconds_count{");
  }

  @Test
  void shouldTellRequestsByTheirRouteAndNeverByTheirPath() {
    // when
    server.get("/v1/admin/contacts/somebody%40example.com/preferences");
    server.get("/v1/admin/journeys/secret-id");
    server.get("/no/such/thing-of-somebody");
    server.call("BREW", "/also/nothing", null);
    server.bare("GET", "/v1/admin/journeys", null);

    // then
    String text = scrape();
    String count = "sojourn_http_request_duration_seconds_count";
    assertThat(text.lines())
        .contains(
            count
                + "{method=\"GET\",route=\"/v1/admin/contacts/{id}/preferences\",status=\"2xx\"} 1",
            count + "{method=\"GET\",route=\"/v1/admin/journeys/{id}\",status=\"4xx\"} 1",
            count + "{method=\"GET\",route=\"/v1/admin/journeys\",status=\"4xx\"} 1",
            count + "{method=\"none\",route=\"none\",status=\"4xx\"} 2");
    assertThat(text).doesNotContain("somebody", "secret-id", "BREW", "also");
  }

  @Test
  void shouldShowWhatStandsInThePartitionsOfThisNode() {
    // given
    server.cluster.publish(Given.branching("a", "go"));
    for (int partition : List.of(0, 1, 2)) {
      List<String> users = TestCluster.usersOf(partition, 3);
      users.subList(0, 2).forEach(user -> server.cluster.receive(user, "go"));
      server.cluster.receive(users.get(2), "go", Map.of("go", "send"));
      server.cluster.appendBytes(partition, null, new byte[] {1});
    }
    server.engine.give(2, 9);

    // then
    assertThat(scrape().lines())
        .contains(
            "sojourn_instances_live{journey=\"a\",status=\"active\"} 2.0",
            "sojourn_instances_live{journey=\"a\",status=\"waiting\"} 4.0",
            "sojourn_contacts 6.0",
            "sojourn_dead_letters_pending 2.0");
  }

  @Test
  void shouldShowNoSumWithAHole() {
    // given
    server.engine.move(2);

    // then
    assertThat(scrape()).doesNotContain("sojourn_contacts").contains("sojourn_events_total");
  }

  @Test
  void shouldShowItselfWhileTheEngineIsAway() {
    // given
    server.engine.ready = false;
    server.engine.dropAll();
    server.engine.failWith(new IllegalStateException("not started"));

    // then
    assertThat(scrape()).contains("sojourn_events_total", "jvm_");
  }

  @Test
  void shouldShowTheStoresAgainWhenTheyAreBack() {
    // given
    assertThat(scrape()).contains("sojourn_contacts ");
    server.engine.failWith(new IllegalStateException("not started"));
    assertThat(scrape()).doesNotContain("sojourn_contacts");

    // when
    server.engine.recover();
    server.cluster.receive("ada", "signed_up");

    // then
    assertThat(scrape().lines()).contains("sojourn_contacts 1.0");
  }

  @Test
  void shouldShowNoMaximumThatTheBucketsShow() {
    // given
    server.cluster.meters.fired(70);
    server.get("/v1/admin/journeys");

    // then
    assertThat(scrape())
        .contains("sojourn_timer_lateness_seconds_bucket", "sojourn_http_request_duration_seconds_")
        .doesNotContain("_seconds_max");
  }

  @Test
  void shouldSpeakOpenMetricsToWhoAcceptsIt() {
    // when
    TestServer.Reply open =
        server.call(
            "GET",
            "/metrics",
            null,
            "Accept",
            "application/vnd.google.protobuf;q=0.9,application/openmetrics-text;version=1.0.0;q=0.8");
    TestServer.Reply plain = server.call("GET", "/metrics", null, "Accept", "text/plain");

    // then
    assertThat(open.header("Content-Type")).startsWith("application/openmetrics-text");
    assertThat(open.raw()).endsWith("# EOF\n").doesNotContain("_created");
    assertThat(plain.header("Content-Type")).startsWith("text/plain; version=0.0.4");
  }
}
