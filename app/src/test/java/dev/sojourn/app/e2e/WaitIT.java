package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.TestJourneys.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waits hear what they are there for, however soon it comes. */
@ExtendWith(OneSojourn.class)
final class WaitIT {

  private static final List<String> PERSONS =
      IntStream.range(0, 100).mapToObj(i -> "wait-" + i).toList();

  private final LiveSojourn sojourn;

  WaitIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  private static String event(String name, String userId) {
    return "{\"event\": \"%s\", \"distinct_id\": \"%s\", \"email\": \"w@example.com\"}"
        .formatted(name, userId);
  }

  private void thenAllHaveHeard(String journeyId) {
    String path = "/v1/admin/journeys/%s/states?limit=100".formatted(journeyId);
    LiveSojourn.eventually(
        () ->
            assertThat(sojourn.get(path + "&status=completed").expect(200).get("total").asInt())
                .isEqualTo(100));
    assertThat(sojourn.get(path).expect(200).findValuesAsText("userId"))
        .containsExactlyInAnyOrderElementsOf(PERSONS);
  }

  @Test
  void shouldHearWhatComesRightBehindTheStart() {
    // given
    sojourn.journey(waiting("heard", "heard", "heard:it", "PT1H", ""));

    // when
    for (String person : PERSONS) {
      sojourn.topic().send(person, event("heard", person));
      sojourn.topic().send(person, event("heard:it", person));
    }

    // then
    thenAllHaveHeard("heard");
  }

  @Test
  void shouldHearWhatComesWhileTheMailBeforeTheWaitIsOnItsWay() {
    // given
    sojourn.journey(
        """
        {"id": "heard-behind", "trigger": {"event": "heard-behind"}, "steps": [
          {"id": "mail", "type": "send", "channel": "email", "template": "e2e/first", "next": "hear"},
          {"id": "hear", "type": "wait_for_event", "event": "heard-behind:it", "timeout": "PT1H",
           "next": "done", "timeoutNext": "late"},
          {"id": "late", "type": "exit", "reason": "late"},
          {"id": "done", "type": "complete"}]}
        """);

    // when
    for (String person : PERSONS) {
      sojourn.topic().send(person, event("heard-behind", person));
      sojourn.topic().send(person, event("heard-behind:it", person));
    }

    // then
    thenAllHaveHeard("heard-behind");
    String first = sojourn.state("heard-behind", PERSONS.get(0)).get("id").asText();
    assertThat(sojourn.movements(first))
        .containsExactly(
            "entered null>mail",
            "email_sent mail>hear",
            "event_received hear>done",
            "completed hear>done");
  }

  @Test
  void shouldHearWhatComesDuringTheSleepBeforeTheWait() {
    // given
    sojourn.journey(
        """
        {"id": "heard-asleep", "trigger": {"event": "heard-asleep"}, "steps": [
          {"id": "nap", "type": "sleep", "duration": "PT1S", "next": "hear"},
          {"id": "hear", "type": "wait_for_event", "event": "heard-asleep:it", "timeout": "PT1H", "next": "done"},
          {"id": "done", "type": "complete"}]}
        """);

    // when
    sojourn.whenEvent("heard-asleep-1", "heard-asleep");
    sojourn.whenEvent("heard-asleep-1", "heard-asleep:it");

    // then
    JsonNode state = sojourn.awaitState("heard-asleep", "heard-asleep-1", "completed");
    assertThat(sojourn.movements(state.get("id").asText()))
        .containsExactly(
            "entered null>nap",
            "waited nap>hear",
            "event_received hear>done",
            "completed hear>done");
  }

  @Test
  void shouldHearThroughHttpAsWell() {
    // given
    sojourn.journey(waiting("heard-http", "heard-http", "heard-http:it", "PT1H", ""));

    // when
    for (int i = 0; i < 20; i++) {
      for (String name : List.of("heard-http", "heard-http:it")) {
        sojourn
            .post(
                "/v1/events",
                "{\"userId\": \"heard-http-%d\", \"name\": \"%s\"}".formatted(i, name))
            .expect(202);
      }
    }

    // then
    for (int i = 0; i < 20; i++) {
      sojourn.awaitState("heard-http", "heard-http-" + i, "completed");
    }
  }

  @Test
  void shouldHearOnlyWhatMatchesAndOnlyOfTheSamePerson() {
    // given
    sojourn.journey(
        """
        {"id": "picky", "trigger": {"event": "picky"}, "steps": [
          {"id": "hear", "type": "wait_for_event", "event": "picky:it", "timeout": "PT1H", "next": "done",
           "where": [{"type": "property", "property": "linkId", "operator": "eq", "value": "A"}]},
          {"id": "done", "type": "complete"}]}
        """);
    sojourn.whenEvent("picky-1", "picky");
    sojourn.whenEvent("picky-2", "picky");

    // when
    sojourn.whenEvent("picky-2", "picky:it", Map.of("linkId", "A"));
    sojourn.whenEvent("picky-1", "picky:it", Map.of("linkId", "B"));
    String afterB = sojourn.state("picky", "picky-1").get("status").asText();
    sojourn.whenEvent("picky-1", "picky:it", Map.of("linkId", "A"));

    // then
    assertThat(afterB).isEqualTo("waiting");
    assertThat(sojourn.state("picky", "picky-1").get("status").asText()).isEqualTo("completed");
  }

  @Test
  void shouldTimeOutWhenNothingComes() {
    // given
    sojourn.journey(waiting("silence", "silence", "silence:it", "PT1S", ""));

    // when
    sojourn.whenEvent("silence-1", "silence");

    // then
    JsonNode state = sojourn.awaitState("silence", "silence-1", "exited");
    assertThat(sojourn.movements(state.get("id").asText()))
        .containsExactly("entered null>hear", "timed_out hear>late", "exited hear>late");
  }

  @Test
  void shouldReachIntoThePastAsFarAsLookbackSays() {
    // given
    sojourn.journey(
        waiting("lookback", "lookback", "lookback:it", "PT1H", "")
            .replace("\"timeout\":", "\"lookback\": {\"hours\": 1}, \"timeout\":"));
    sojourn.whenEvent("lookback-1", "lookback:it");
    sojourn.whenEventAt("lookback-2", "lookback:it", "2026-01-01T00:00:00Z");

    // when
    sojourn.whenEvent("lookback-1", "lookback");
    sojourn.whenEvent("lookback-2", "lookback");

    // then
    assertThat(sojourn.state("lookback", "lookback-1").get("status").asText())
        .isEqualTo("completed");
    assertThat(sojourn.state("lookback", "lookback-2").get("status").asText()).isEqualTo("waiting");
  }
}
