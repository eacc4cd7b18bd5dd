package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.eventually;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static dev.sojourn.app.e2e.TestJourneys.sleeping;
import static dev.sojourn.app.e2e.TestJourneys.threeSteps;
import static dev.sojourn.app.e2e.TestJourneys.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.app.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A node that stops and starts again has forgotten nothing and missed nothing. */
@ExtendWith(OneSojourn.class)
final class RestartIT {

  private static final Duration WAIT = Duration.ofSeconds(6);

  @Test
  void shouldGoOnWhereItStopped(EmbeddedBroker broker, @TempDir Path folder) throws Exception {
    try (LiveSojourn sojourn = LiveSojourn.start(Installation.open(broker, folder, "restart"))) {
      // given
      sojourn.journey(instant("switched-off", "start", ""));
      sojourn.journey(instant("switched-on", "start", "\"enabled\": false,"));
      sojourn.journey(sleeping("long-sleep", "start", ""));
      sojourn.journey(threeSteps("short-sleep", "start", "PT3S", ""));
      sojourn.journey(waiting("long-wait", "start", "heard", "PT1H", ""));
      sojourn.journey(waiting("in-time", "start", "heard:meanwhile", WAIT.toString(), ""));
      sojourn.journey(waiting("too-late", "start", "heard:late", "PT1S", ""));
      sojourn.toggle("switched-off", false);
      sojourn.toggle("switched-on", true);
      sojourn.whenEvent("rita", "start");
      sojourn.awaitState("short-sleep", "rita", "waiting");
      JsonNode asleep = sojourn.state("long-sleep", "rita");
      Instant deadline = Instant.parse(createdAt(sojourn, "in-time")).plus(WAIT);

      // when
      sojourn.stopNode();
      RecordMetadata meanwhile =
          sojourn
              .topic()
              .write(
                  "rita",
                  "{\"uuid\": \"m-1\", \"event\": \"heard:meanwhile\", \"distinct_id\": \"rita\"}");
      eventually(() -> assertThat(Instant.now()).isAfter(deadline));
      sojourn
          .topic()
          .write(
              "rita", "{\"uuid\": \"l-1\", \"event\": \"heard:late\", \"distinct_id\": \"rita\"}");
      sojourn.startNode();

      // then what was overdue has fired
      sojourn.awaitState("short-sleep", "rita", "completed");
      sojourn.awaitState("too-late", "rita", "exited");
      assertThat(sojourn.mails("rita")).containsExactly("e2e/first");
      // and what came in time counts, since the log says when it came
      boolean inTime = !Instant.ofEpochMilli(meanwhile.timestamp()).isAfter(deadline);
      sojourn.awaitState("in-time", "rita", inTime ? "completed" : "exited");
      // and what is not due yet is as it was
      assertThat(sojourn.state("long-sleep", "rita")).isEqualTo(asleep);
      assertThat(sojourn.state("long-wait", "rita").get("status").asText()).isEqualTo("waiting");
      sojourn.whenEvent("rita", "heard");
      assertThat(sojourn.state("long-wait", "rita").get("status").asText()).isEqualTo("completed");
      // and with no secret configured, the webhook is open under dev
      sojourn
          .post("/v1/webhooks/posthog", "{\"event\": \"other\", \"distinct_id\": \"rita\"}")
          .expect(200);
      // and the switches are where they were
      sojourn.whenEvent("rosa", "start");
      assertThat(sojourn.verdict("switched-off", "rosa")).isEqualTo("journey_disabled");
      assertThat(sojourn.verdict("switched-on", "rosa")).isEqualTo("entered");
      // and what was once is still once, and a repeat is still a repeat
      sojourn.whenEvent("rita", "start");
      assertThat(sojourn.verdict("long-sleep", "rita")).isEqualTo("already_entered_once");
      JsonNode repeat =
          sojourn
              .post(
                  "/v1/events",
                  "{\"userId\": \"rita\", \"name\": \"heard:meanwhile\", \"idempotencyKey\": \"m-1\"}")
              .expect(202);
      assertThat(repeat.get("stored").asBoolean()).isFalse();
    }
  }

  private static String createdAt(LiveSojourn sojourn, String journeyId) {
    return sojourn.state(journeyId, "rita").get("createdAt").asText();
  }
}
