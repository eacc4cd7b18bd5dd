package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.topic.Partitions;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogsTest {

  private static final String LOGS = "/v1/admin/audit-logs";

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  /** Commands that all partitions refuse, one a second. */
  private void givenRows(int count) {
    for (int i = 0; i < count; i++) {
      Actor by =
          i % 2 == 0 ? new Actor("ada", "0123", "10.0.0.1") : new Actor("bob", null, "10.0.0.1");
      String user = "user_" + i;
      UUID event = new UUID(i, i);
      InstanceId nothing =
          InstanceId.derive(Given.NOW, Partitions.hash(user), "journey", user, event);
      Command command =
          i % 3 == 0
              ? new Command.CancelInstance(user, nothing, by.name())
              : new Command.ToggleJourney("r" + i, true);
      assertThat(server.cluster.send("command-" + i, command, by).orElseThrow().rejection())
          .extracting(Rejection::kind)
          .isEqualTo(Rejection.Kind.NOT_FOUND);
      server.cluster.later(Duration.ofSeconds(1));
    }
  }

  @Test
  void shouldMergeWhatAllPartitionsKnowNewestFirst() {
    givenRows(10);

    JsonNode page = server.get(LOGS + "?limit=3&offset=2").json();

    assertThat(page.path("logs").findValuesAsText("resourceId"))
        .hasSize(3)
        .startsWith("r7")
        .endsWith("r5");
    assertThat(page.path("total").asInt()).isEqualTo(10);
    assertThat(page.path("limit").asInt()).isEqualTo(3);
    assertThat(page.path("offset").asInt()).isEqualTo(2);
  }

  @Test
  void shouldShowWhatIsNotThereAsNull() {
    givenRows(2);
    String toggle = LOGS + "?resource=journey&from=2026-01-15T10:30:01Z";
    String id = server.get(toggle).json().at("/logs/0/id").asText();

    assertThat(server.get(toggle).text())
        .isEqualTo(
            """
            {"logs":[{"id":"%s","actor":"bob","actorKeyId":null,"action":"journey.toggle",\
            "resource":"journey","resourceId":"r1","before":null,"after":null,\
            "ipAddress":"10.0.0.1","status":404,"createdAt":"2026-01-15T10:30:01.000Z"}],\
            "total":1,"limit":50,"offset":0}"""
                .formatted(id));
  }

  @Test
  void shouldShowWhatACommandHasChanged() {
    server.cluster.publish(Given.plain("a", "x"));
    server.cluster.decide(
        new Command.ToggleJourney("a", false), new Actor("ada", "0123", "10.0.0.1"));

    JsonNode row = server.get(LOGS + "?action=journey.toggle").json().at("/logs/0");

    assertThat(row.path("actorKeyId").asText()).isEqualTo("0123");
    assertThat(row.path("before").toString()).isEqualTo("{\"enabled\":true}");
    assertThat(row.path("after").toString()).isEqualTo("{\"enabled\":false}");
    assertThat(row.path("status").asInt()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "actor=ada, 5",
    "resource=state, 4",
    "action=journey.toggle, 6",
    "actor=ada&action=state.cancel, 2",
    "from=2026-01-15T10:30:08Z, 2",
    "to=2026-01-15T10:30:01Z, 2",
    "actor=nobody, 0"
  })
  void shouldCountExactlyWhatMatches(String query, int total) {
    givenRows(10);

    assertThat(server.get(LOGS + "?limit=1&" + query).json().path("total").asInt())
        .isEqualTo(total);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "actor=",
        "from=yesterday",
        "limit=0",
        "from=2026-01-15T10:30:01Z&to=2026-01-15T10:30:00Z"
      })
  void shouldRefuseWhatCannotBeMeant(String query) {
    assertThat(server.get(LOGS + "?" + query).status()).isEqualTo(400);
  }

  @Test
  void shouldNeverShowAPartOfIt() {
    server.engine.move(2);

    assertThat(server.get(LOGS).status()).isEqualTo(503);
  }
}
