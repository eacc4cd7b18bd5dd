package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.texts;
import static dev.sojourn.app.e2e.LiveSojourn.tree;
import static dev.sojourn.app.e2e.TestJourneys.failing;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static dev.sojourn.app.e2e.TestJourneys.sleeping;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may enter, as one GET tells it afterwards. */
@ExtendWith(OneSojourn.class)
final class EntryIT {

  private static final String ONLY_PRO =
      "\"where\": [{\"type\": \"property\", \"property\": \"plan\", \"operator\": \"eq\", \"value\": \"pro\"}]";

  private final LiveSojourn sojourn;

  EntryIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  /** A journey that takes only those who are on the plan "pro". */
  private static String pickyInstant(String id, String event, String more) {
    return instant(id, event, more)
        .replace(
            "{\"event\": \"%s\"}".formatted(event),
            "{\"event\": \"%s\", %s}".formatted(event, ONLY_PRO));
  }

  @Test
  void shouldNameTheSwitchFirstWhenEveryGuardWouldRefuse() {
    // given
    sojourn.journey(pickyInstant("guards-first", "guards-first", "\"enabled\": false,"));
    sojourn.put("/v1/admin/contacts/guards-first-1/preferences", "{\"unsubscribedAll\":true}");

    // when
    sojourn.whenEvent("guards-first-1", "guards-first", Map.of("plan", "free"));

    // then
    assertThat(sojourn.verdict("guards-first", "guards-first-1")).isEqualTo("journey_disabled");
    assertThat(sojourn.states("guards-first", "guards-first-1")).isEmpty();
  }

  @Test
  void shouldLetTheOperatorsSwitchWinOverTheDefinition() {
    // given
    sojourn.journey(instant("override-off", "override", ""));
    sojourn.journey(instant("override-on", "override", "\"enabled\": false,"));
    sojourn.toggle("override-off", false);
    sojourn.toggle("override-on", true);

    // when
    sojourn.whenEvent("override-1", "override");

    // then
    assertThat(sojourn.verdict("override-off", "override-1")).isEqualTo("journey_disabled");
    assertThat(sojourn.verdict("override-on", "override-1")).isEqualTo("entered");
  }

  @Test
  void shouldAskEveryConditionOfTheTrigger() {
    // given
    sojourn.journey(
        """
        {"id": "all-hold", "trigger": {"event": "all-hold", "where": [
          {"type": "property", "property": "plan", "operator": "eq", "value": "pro"},
          {"type": "property", "property": "seats", "operator": "gte", "value": 10}]},
         "steps": [{"id": "done", "type": "complete"}]}
        """);
    sojourn.journey(
        instant("no-conditions", "all-hold", "")
            .replace("\"all-hold\"}", "\"all-hold\", \"where\": []}"));

    // when
    sojourn.whenEvent("one-holds", "all-hold", Map.of("plan", "pro", "seats", 9));
    sojourn.whenEvent("as-text", "all-hold", Map.of("plan", "pro", "seats", "10"));
    sojourn.whenEvent("both-hold", "all-hold", Map.of("plan", "pro", "seats", 10));

    // then
    assertThat(sojourn.verdict("all-hold", "one-holds")).isEqualTo("trigger_conditions_not_met");
    assertThat(sojourn.verdict("all-hold", "as-text")).isEqualTo("trigger_conditions_not_met");
    assertThat(sojourn.verdict("all-hold", "both-hold")).isEqualTo("entered");
    assertThat(sojourn.verdict("no-conditions", "one-holds")).isEqualTo("entered");
  }

  @Test
  void shouldRefuseASecondEntryWhenLimitIsOnceWhateverBecameOfTheFirst() {
    // given
    String once = "\"entryLimit\": \"once\", \"exitOn\": [{\"event\": \"once:out\"}],";
    sojourn.journey(instant("once-completed", "once", once));
    sojourn.journey(sleeping("once-live", "once", "\"entryLimit\": \"once\","));
    sojourn.journey(sleeping("once-exited", "once", once));
    sojourn.journey(failing("once-failed", "once", once));
    sojourn.whenEvent("once-1", "once");
    sojourn.whenEvent("once-1", "once:out");

    // when
    sojourn.whenEvent("once-1", "once");

    // then
    assertThat(sojourn.verdict("once-completed", "once-1")).isEqualTo("already_entered_once");
    assertThat(sojourn.verdict("once-live", "once-1")).isEqualTo("already_entered_once");
    assertThat(sojourn.verdict("once-exited", "once-1")).isEqualTo("already_entered_once");
    assertThat(sojourn.verdict("once-failed", "once-1")).isEqualTo("entered");
    assertThat(texts(sojourn.states("once-failed", "once-1"), "entryCount"))
        .containsExactly("2", "1");
  }

  @Test
  void shouldCountThePeriodOnEventTime() {
    // given
    sojourn.journey(instant("period", "period", "\"entryLimit\": \"once_per_period\","));
    sojourn.journey(
        instant(
            "period-week",
            "period",
            "\"entryLimit\": \"once_per_period\", \"entryPeriod\": {\"days\": 7},"));
    sojourn.whenEventAt("period-1", "period", "2026-01-10T12:00:00Z");

    // when
    List<String> times =
        List.of(
            "2026-01-09T12:00:00Z",
            "2026-01-11T11:59:59.999Z",
            "2026-01-11T12:00:00Z",
            "2026-01-17T11:59:59.999Z",
            "2026-01-17T12:00:00.000Z");
    times.forEach(time -> sojourn.whenEventAt("period-1", "period", time));

    // then
    assertThat(verdicts("period", "period-1"))
        .containsExactly(
            "entered",
            "period_not_elapsed",
            "period_not_elapsed",
            "entered",
            "entered",
            "period_not_elapsed");
    assertThat(verdicts("period-week", "period-1"))
        .containsExactly(
            "entered",
            "period_not_elapsed",
            "period_not_elapsed",
            "period_not_elapsed",
            "period_not_elapsed",
            "entered");
  }

  /** Oldest first. */
  private List<String> verdicts(String journeyId, String userId) {
    List<JsonNode> newestFirst = sojourn.decisions(journeyId, userId);
    return IntStream.range(0, newestFirst.size())
        .mapToObj(i -> newestFirst.get(newestFirst.size() - 1 - i))
        .map(
            decision ->
                decision.get("outcome").asText().equals("entered")
                    ? "entered"
                    : decision.get("reason").asText())
        .toList();
  }

  @Test
  void shouldTakeAPersonAgainAndAgainWhenUnlimitedButOneAtATime() {
    // given
    sojourn.journey(instant("again", "again", "\"entryLimit\": \"unlimited\","));
    sojourn.journey(sleeping("again-asleep", "again", "\"entryLimit\": \"unlimited\","));

    // when
    sojourn.whenEvent("again-1", "again");
    sojourn.whenEvent("again-1", "again");
    sojourn.whenEvent("again-2", "again");

    // then
    assertThat(texts(sojourn.states("again", "again-1"), "entryCount")).containsExactly("2", "1");
    assertThat(verdicts("again-asleep", "again-1")).containsExactly("entered", "already_active");
    assertThat(verdicts("again-asleep", "again-2")).containsExactly("entered");
  }

  @Test
  void shouldEnterOnceWhenTheSameTriggerComesTwiceAtTheSameTime() {
    // given
    sojourn.journey(sleeping("at-once", "at-once", "\"entryLimit\": \"unlimited\","));

    // when
    IntStream.range(0, 8)
        .parallel()
        .forEach(
            i ->
                sojourn
                    .post(
                        "/v1/events",
                        "{\"userId\":\"at-once-1\",\"name\":\"at-once\",\"eventProperties\":{\"i\":%d},\"idempotencyKey\":\"at-once-%d\"}"
                            .formatted(i, i))
                    .expect(202));

    // then
    assertThat(sojourn.states("at-once", "at-once-1")).hasSize(1);
    assertThat(verdicts("at-once", "at-once-1"))
        .hasSize(8)
        .containsOnlyOnce("entered")
        .contains("already_active");
  }

  @Test
  void shouldRefuseThoseWhoWantNoMailAndTakeThoseNobodyHasSeen() {
    // given
    sojourn.journey(instant("consent", "consent", "\"entryLimit\": \"unlimited\","));
    prefer("consent-out", "{\"unsubscribedAll\": true}");
    prefer("consent-suppressed", "{\"suppressed\": true}");
    prefer("consent-both", "{\"suppressed\": true, \"unsubscribedAll\": true}");

    // when
    List.of("consent-out", "consent-suppressed", "consent-both", "consent-new")
        .forEach(user -> sojourn.whenEvent(user, "consent"));

    // then
    assertThat(sojourn.verdict("consent", "consent-out")).isEqualTo("user_unsubscribed");
    assertThat(sojourn.verdict("consent", "consent-suppressed")).isEqualTo("user_suppressed");
    assertThat(sojourn.verdict("consent", "consent-both")).isEqualTo("user_unsubscribed");
    assertThat(sojourn.verdict("consent", "consent-new")).isEqualTo("entered");
  }

  @Test
  void shouldTakeAPersonBackWhoSubscribesAgain() {
    // given
    sojourn.journey(instant("back", "back", ""));
    prefer("back-1", "{\"unsubscribedAll\": true}");
    sojourn.whenEvent("back-1", "back");
    prefer("back-1", "{\"unsubscribedAll\": false}");

    // when
    sojourn.whenEvent("back-1", "back");

    // then
    assertThat(verdicts("back", "back-1")).containsExactly("user_unsubscribed", "entered");
  }

  @Test
  void shouldEnterButSkipTheMailsOfACategoryThatIsNotWanted() {
    // given
    sojourn.journey(
        """
        {"id": "category", "trigger": {"event": "category"}, "steps": [
          {"id": "news", "type": "send", "channel": "email", "template": "e2e/news", "next": "plain"},
          {"id": "plain", "type": "send", "channel": "email", "template": "e2e/first", "next": "done"},
          {"id": "done", "type": "complete"}]}
        """);
    prefer("category-1", "{\"categories\": {\"news\": false}}");

    // when
    sojourn.whenEvent("category-1", "category");

    // then
    String id = sojourn.awaitState("category", "category-1", "completed").get("id").asText();
    assertThat(sojourn.mails("category-1")).containsExactly("e2e/first");
    assertThat(sojourn.movements(id))
        .containsExactly(
            "entered null>news",
            "send_skipped news>plain",
            "email_sent plain>done",
            "completed plain>done");
  }

  @Test
  void shouldGoOnWithThoseInFlightWhoUnsubscribeButSendThemNothing() {
    // given
    sojourn.journey(
        """
        {"id": "leaver", "trigger": {"event": "leaver"}, "steps": [
          {"id": "hear", "type": "wait_for_event", "event": "leaver:go", "timeout": {"hours": 1}, "next": "mail"},
          {"id": "mail", "type": "send", "channel": "email", "template": "e2e/first", "next": "done"},
          {"id": "done", "type": "complete"}]}
        """);
    sojourn.whenEvent("leaver-1", "leaver");
    prefer("leaver-1", "{\"unsubscribedAll\": true}");
    sojourn.toggle("leaver", false);

    // when
    sojourn.whenEvent("leaver-1", "leaver:go");

    // then
    JsonNode state = sojourn.state("leaver", "leaver-1");
    assertThat(state.get("status").asText()).isEqualTo("completed");
    assertThat(sojourn.movements(state.get("id").asText()))
        .containsExactly(
            "entered null>hear",
            "event_received hear>mail",
            "send_skipped mail>done",
            "completed mail>done");
    assertThat(sojourn.mails("leaver-1")).isEmpty();
  }

  @Test
  void shouldStoreTheEventOfAPersonWhoIsRefused() {
    // given
    sojourn.journey(pickyInstant("refused", "refused", ""));

    // when
    sojourn.whenEvent("refused-1", "refused", Map.of("plan", "free"));

    // then
    JsonNode events = sojourn.get("/v1/admin/events?userId=refused-1&event=refused").expect(200);
    assertThat(events.get("total").asInt()).isEqualTo(1);
    assertThat(events.at("/events/0/properties")).isEqualTo(tree("{\"plan\": \"free\"}"));
    assertThat(sojourn.states("refused", "refused-1")).isEmpty();
    assertThat(sojourn.decisions("refused", "refused-1").get(0).get("eventId"))
        .isEqualTo(events.at("/events/0/id"));
  }

  @Test
  void shouldKeepTheScalarsOfTheTriggerAndWhatIsNamed() {
    // given
    sojourn.journey(
        """
        {"id": "context", "trigger": {"event": "context", "where": [
          {"type": "property", "property": "cart", "operator": "exists"},
          {"type": "property", "property": "cart.total", "operator": "gt", "value": 10}]},
         "steps": [{"id": "done", "type": "complete"}]}
        """);

    // when
    sojourn.whenEvent(
        "context-1",
        "context",
        Map.of(
            "plan", "pro",
            "seats", 3,
            "cart", Map.of("total", 12),
            "address", Map.of("city", "Berlin"),
            "tags", List.of("a"),
            "$lib", "web",
            "$set", Map.of("name", "Ann")));

    // then
    assertThat(sojourn.state("context", "context-1").get("context"))
        .isEqualTo(tree("{\"plan\": \"pro\", \"seats\": 3, \"cart\": {\"total\": 12}}"));
  }

  @Test
  void shouldRefuseATriggerThatIsTooLargeToRemember() {
    // given
    sojourn.journey(instant("large", "large", ""));

    // when
    sojourn.whenEvent("large-1", "large", Map.of("text", "x".repeat(5_000)));

    // then
    assertThat(sojourn.verdict("large", "large-1")).isEqualTo("context_too_large");
  }

  @Test
  void shouldEndAChainOfEmittedEvents() {
    // given
    sojourn.journey(emitting("ping", "pong"));
    sojourn.journey(emitting("pong", "ping"));

    // when
    sojourn.whenEvent("loop-1", "ping");

    // then
    LiveSojourn.eventually(
        () ->
            assertThat(
                    List.of(sojourn.verdict("ping", "loop-1"), sojourn.verdict("pong", "loop-1")))
                .contains("loop"));
    assertThat(sojourn.states("ping", "loop-1").size() + sojourn.states("pong", "loop-1").size())
        .isEqualTo(17);
  }

  private static String emitting(String event, String emitted) {
    return """
        {"id": "%s", "trigger": {"event": "%s"}, "entryLimit": "unlimited", "steps": [
          {"id": "tell", "type": "emit", "event": "%s", "next": "done"},
          {"id": "done", "type": "complete"}]}
        """
        .formatted(event, event, emitted);
  }

  private void prefer(String userId, String json) {
    sojourn.put("/v1/admin/contacts/%s/preferences".formatted(userId), json).expect(200);
  }
}
