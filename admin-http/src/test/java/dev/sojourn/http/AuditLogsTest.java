package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.journeys.decide.Rejection.Kind;
import dev.sojourn.processor.query.QueryResult.AuditView;
import java.util.ArrayList;
import java.util.Map;
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

  /** Rows all over the partitions, one a second. */
  private void givenRows(int count) {
    for (int i = 0; i < count; i++) {
      server
          .engine
          .audit
          .computeIfAbsent(i % FakeEngine.PARTITIONS, partition -> new ArrayList<>())
          .add(
              new AuditView(
                  (i % FakeEngine.PARTITIONS) + "-" + i,
                  i % 2 == 0 ? "ada" : "bob",
                  i % 2 == 0 ? "0123" : null,
                  i % 3 == 0 ? "state.cancel" : "journey.toggle",
                  i % 3 == 0 ? "state" : "journey",
                  "r" + i,
                  Map.of("enabled", true),
                  null,
                  "10.0.0.1",
                  Kind.CONFLICT,
                  "some_code",
                  Given.NOW.plusSeconds(i)));
    }
  }

  @Test
  void shouldMergeWhatAllPartitionsKnowNewestFirst() {
    givenRows(10);

    JsonNode page = server.get(LOGS + "?limit=3&offset=2").json();

    assertThat(page.path("logs").findValuesAsText("resourceId")).containsExactly("r7", "r6", "r5");
    assertThat(page.path("total").asInt()).isEqualTo(10);
    assertThat(page.path("limit").asInt()).isEqualTo(3);
    assertThat(page.path("offset").asInt()).isEqualTo(2);
  }

  @Test
  void shouldShowWhatIsNotThereAsNull() {
    givenRows(2);

    assertThat(server.get(LOGS + "?resource=journey&from=2026-01-15T10:30:01Z").text())
        .isEqualTo(
            """
            {"logs":[{"id":"1-1","actor":"bob","actorKeyId":null,"action":"journey.toggle",\
            "resource":"journey","resourceId":"r1","before":{"enabled":true},"after":null,\
            "ipAddress":"10.0.0.1","status":409,"createdAt":"2026-01-15T10:30:01.000Z"}],\
            "total":1,"limit":50,"offset":0}""");
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
