package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.TestJourneys.instant;
import static dev.sojourn.app.e2e.TestJourneys.sleeping;
import static dev.sojourn.app.e2e.TestJourneys.threeSteps;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who leaves early, and who does not. */
@ExtendWith(OneSojourn.class)
final class ExitIT {

  private static final String WHEN_PRO =
      """
      "exitOn": [{"event": "%s", "where": [{"type": "property", "property": "plan", "operator": "eq", "value": "pro"}]}],
      """;

  private final LiveSojourn sojourn;

  ExitIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  private static String exitOn(String event) {
    return "\"exitOn\": [{\"event\": \"%s\"}],".formatted(event);
  }

  private String statusOf(String journeyId, String userId) {
    return sojourn.state(journeyId, userId).get("status").asText();
  }

  @Test
  void shouldExitThePersonOfTheEventAndNobodyElse() {
    // given
    sojourn.journey(sleeping("exit", "exit", exitOn("exit:now")));
    sojourn.whenEvent("exit-1", "exit");
    sojourn.whenEvent("exit-2", "exit");

    // when
    sojourn.whenEvent("exit-1", "exit:now");

    // then
    JsonNode left = sojourn.state("exit", "exit-1");
    assertThat(left.get("status").asText()).isEqualTo("exited");
    assertThat(left.get("exitedAt").isTextual()).isTrue();
    assertThat(left.get("currentNodeId").asText()).isEqualTo("nap");
    JsonNode logs = sojourn.get("/v1/admin/journey-logs/" + left.get("id").asText()).expect(200);
    assertThat(logs.at("/logs/1/action").asText()).isEqualTo("exited");
    assertThat(logs.at("/logs/1/fromNodeId").asText()).isEqualTo("nap");
    assertThat(logs.at("/logs/1/detail/reason").asText()).isEqualTo("exit_event");
    assertThat(logs.at("/logs/1/detail/event").asText()).isEqualTo("exit:now");
    assertThat(statusOf("exit", "exit-2")).isEqualTo("waiting");
  }

  @Test
  void shouldExitEveryJourneyThatTheEventEnds() {
    // given
    sojourn.journey(sleeping("exit-a", "exits", exitOn("exits:now")));
    sojourn.journey(sleeping("exit-b", "exits", exitOn("exits:now")));
    sojourn.journey(sleeping("exit-none", "exits", ""));
    sojourn.whenEvent("exits-1", "exits");

    // when
    sojourn.whenEvent("exits-1", "exits:now");

    // then
    assertThat(statusOf("exit-a", "exits-1")).isEqualTo("exited");
    assertThat(statusOf("exit-b", "exits-1")).isEqualTo("exited");
    assertThat(statusOf("exit-none", "exits-1")).isEqualTo("waiting");
  }

  @Test
  void shouldExitOnlyWhenTheConditionsOfTheRuleHold() {
    // given
    sojourn.journey(sleeping("exit-where", "exit-where", WHEN_PRO.formatted("exit-where:now")));
    sojourn.whenEvent("exit-where-1", "exit-where", Map.of("plan", "pro"));

    // when
    sojourn.whenEvent("exit-where-1", "exit-where:now", Map.of("plan", "free"));
    String afterFree = statusOf("exit-where", "exit-where-1");
    sojourn.whenEvent("exit-where-1", "exit-where:now", Map.of("plan", "pro"));

    // then
    assertThat(afterFree).isEqualTo("waiting");
    assertThat(statusOf("exit-where", "exit-where-1")).isEqualTo("exited");
  }

  @Test
  void shouldExitByAnyOfSeveralRules() {
    // given
    sojourn.journey(
        sleeping(
            "exit-any",
            "exit-any",
            "\"exitOn\": [{\"event\": \"any:a\"}, {\"event\": \"any:b\"}],"));
    sojourn.whenEvent("exit-any-1", "exit-any");

    // when
    sojourn.whenEvent("exit-any-1", "any:b");

    // then
    assertThat(statusOf("exit-any", "exit-any-1")).isEqualTo("exited");
  }

  @Test
  void shouldLeaveAloneWhatIsOver() {
    // given
    sojourn.journey(instant("exit-late", "exit-late", exitOn("exit-late:now")));
    sojourn.whenEvent("exit-late-1", "exit-late");
    JsonNode before = sojourn.state("exit-late", "exit-late-1");

    // when
    sojourn.whenEvent("exit-late-1", "exit-late:now");

    // then
    assertThat(sojourn.state("exit-late", "exit-late-1")).isEqualTo(before);
  }

  @Test
  void shouldNotExitTheInstanceThatTheEventCreates() {
    // given
    sojourn.journey(
        sleeping("exit-self", "exit-self", "\"entryLimit\": \"unlimited\"," + exitOn("exit-self")));
    sojourn.whenEvent("exit-self-1", "exit-self");

    // when
    sojourn.whenEvent("exit-self-1", "exit-self");

    // then
    assertThat(LiveSojourn.texts(sojourn.states("exit-self", "exit-self-1"), "status"))
        .containsExactly("waiting", "exited");
  }

  @Test
  void shouldStillExitWhenTheJourneyIsDisabled() {
    // given
    sojourn.journey(sleeping("exit-off", "exit-off", exitOn("exit-off:now")));
    sojourn.whenEvent("exit-off-1", "exit-off");
    sojourn.toggle("exit-off", false);

    // when
    sojourn.whenEvent("exit-off-1", "exit-off:now");

    // then
    assertThat(statusOf("exit-off", "exit-off-1")).isEqualTo("exited");
  }

  @Test
  void shouldSendNothingMoreToWhoHasLeft() {
    // given
    sojourn.journey(
        sleeping("exit-quiet", "exit-quiet", exitOn("exit-quiet:now"))
            .replace("{\"hours\": 1}", "\"PT1S\""));
    sojourn.journey(threeSteps("exit-quiet-clock", "exit-quiet:now", "PT2S", ""));
    sojourn.whenEvent("exit-quiet-1", "exit-quiet");

    // when
    sojourn.whenEvent("exit-quiet-1", "exit-quiet:now");

    // then a sleep of the same person that ends later has ended
    sojourn.awaitState("exit-quiet-clock", "exit-quiet-1", "completed");
    assertThat(statusOf("exit-quiet", "exit-quiet-1")).isEqualTo("exited");
    assertThat(sojourn.mails("exit-quiet-1")).containsExactly("e2e/first");
  }

  @Test
  void shouldExitByAnEventThatTheJourneyItselfEmits() {
    // given
    sojourn.journey(
        """
        {"id": "exit-own", "trigger": {"event": "exit-own"}, "exitOn": [{"event": "exit-own:out"}], "steps": [
          {"id": "tell", "type": "emit", "event": "exit-own:out", "next": "nap"},
          {"id": "nap", "type": "sleep", "duration": {"hours": 1}, "next": "done"},
          {"id": "done", "type": "complete"}]}
        """);

    // when
    sojourn.whenEvent("exit-own-1", "exit-own");

    // then
    sojourn.awaitState("exit-own", "exit-own-1", "exited");
  }
}
