package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessFindings.entry;
import static dev.sojourn.journeys.decide.HarnessOutcomes.failedWith;
import static dev.sojourn.journeys.decide.HarnessOutcomes.sent;
import static dev.sojourn.journeys.decide.HarnessOutcomes.tryLater;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.decide.HarnessTime.minutes;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.waitFor;
import static dev.sojourn.journeys.dsl.Journeys.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.dsl.Webhook;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookTest {

  private static final String URL = "https://crm.example.org/hook/s3cret?key=s3cret";
  private static final String SERVER = "https://crm.example.org";

  private final JourneyHarness harness = new JourneyHarness();

  private static Webhook call() {
    return webhook("tell", URL);
  }

  private void givenCall(Webhook call) {
    harness.givenJourney(
        journey("trip").on("go").exitOn("stop").unlimited().steps(call, complete("done")));
  }

  @Test
  void shouldAskForTheCallAndStandUntilItIsAnswered() {
    // given
    givenCall(call().header("X-Key", "k").body(Map.of("stage", 2)));
    harness.givenContact(Map.of("team", "red"));

    // when
    harness.when(event("go").with("plan", "pro"));

    // then
    harness.thenStands("trip", Status.ACTIVE, "tell");
    Decision.Send asked = harness.lastSend();
    assertThat(asked.channel()).isEqualTo("webhook");
    assertThat(asked.to()).isEqualTo(URL);
    assertThat(asked.content())
        .isEqualTo(new Decision.Call(Map.of("X-Key", "k"), Map.of("stage", 2), "ada@example.com"));
    assertThat(asked.contact()).isEqualTo(Map.of("team", "red"));

    // when
    harness.outcome(sent());

    // then
    harness.thenLog(
        "trip",
        entry(null, "tell", "entered", null),
        entry("tell", "done", "webhook_called", Map.of("url", SERVER)),
        entry("tell", "done", "completed", null));
  }

  @Test
  void shouldCallWhoeverWantsNoMessagesAndWhoeverHasNoAddress() {
    // given
    harness.givenJourney(
        journey("trip")
            .on("go")
            .unlimited()
            .suppress(days(1))
            .steps(call(), webhook("again", URL), complete("done")));
    harness.when(event("go").from(null));
    harness.givenPreferences(new PreferencesPatch(null, true, true, null, null));

    // when
    harness.outcome(sent());
    harness.outcome(sent());

    // then
    harness.thenStands("trip", Status.COMPLETED, "again");
    assertThat(harness.sends())
        .extracting(Decision.Send::content)
        .containsOnly(new Decision.Call(Map.of(), Map.of(), null));
  }

  @Test
  void shouldNotCountAsAMessageForTheGapBetweenTwo() {
    harness.givenJourney(
        journey("trip")
            .on("go")
            .suppress(days(1))
            .steps(call(), send("mail", "hi"), complete("done")));
    harness.when(event("go"));

    harness.outcome(sent());

    harness.thenStands("trip", Status.ACTIVE, "mail");
  }

  @Test
  void shouldLeaveTheGapBetweenTwoMessagesAloneWhenACallFailsAfterTheEnd() {
    // given
    harness.givenJourney(
        journey("trip")
            .on("go")
            .exitOn("stop")
            .suppress(days(1))
            .steps(send("mail", "hi"), call(), complete("done")));
    harness.when(event("go"));
    harness.outcome(sent());
    harness.when(event("stop"));
    Instant mailed = harness.summary().entriesInto("trip").lastSentAt();

    // when
    Decision late = harness.outcome(failedWith("gone"));

    // then
    assertThat(late.outcomesAfterEnd()).isEqualTo(1);
    assertThat(harness.summary().entriesInto("trip").lastSentAt()).isNotNull().isEqualTo(mailed);
  }

  @Test
  void shouldTryAgainUnderTheSameIdAndFailInTheEnd() {
    // given
    givenCall(call());
    harness.when(event("go"));
    Decision.Send first = harness.lastSend();

    // when
    for (int attempt = 1; attempt <= 8; attempt++) {
      assertThat(harness.lastSend().id()).isEqualTo(first.id());
      assertThat(harness.lastSend().attempt()).isEqualTo(attempt);
      harness.outcome(tryLater());
      harness.after(hours(1));
    }

    // then
    assertThat(harness.sends()).hasSize(8);
    harness.thenStands("trip", Status.FAILED, "tell");
    assertThat(harness.instance("trip").error()).isEqualTo("busy");
  }

  @Test
  void shouldFailWithWhatTheServerSaid() {
    givenCall(call());
    harness.when(event("go"));

    harness.outcome(failedWith("Webhook answered 404"));

    harness.thenLog(
        "trip",
        entry(null, "tell", "entered", null),
        entry("tell", null, "failed", Map.of("error", "Webhook answered 404")));
  }

  @Test
  void shouldGoOnWhenTheAuthorSaysSo() {
    givenCall(call().orGoOn());
    harness.when(event("go"));

    harness.outcome(failedWith("Webhook answered 404"));

    harness.thenLog(
        "trip",
        entry(null, "tell", "entered", null),
        entry(
            "tell",
            "done",
            "webhook_failed",
            Map.of("url", SERVER, "error", "Webhook answered 404")),
        entry("tell", "done", "completed", null));
  }

  @Test
  void shouldTellAnOutcomeThatComesAfterTheEnd() {
    givenCall(call());
    harness.when(event("go"));
    harness.when(event("stop"));

    harness.outcome(sent());

    harness.thenLog(
        "trip",
        entry(null, "tell", "entered", null),
        entry("tell", null, "exited", Map.of("reason", "exit_event", "event", "stop")),
        entry("tell", null, "webhook_called", Map.of("afterExit", true)));
  }

  @Test
  void shouldAskAgainWhenNoOutcomeComes() {
    givenCall(call().body(Map.of("a", 1)));
    harness.when(event("go"));
    Decision.Send first = harness.lastSend();
    Instance before = harness.instance("trip");

    harness.pass(Duration.ofMinutes(15));
    harness.silence(before.id());

    assertThat(harness.sends()).hasSize(2);
    assertThat(harness.lastSend())
        .usingRecursiveComparison()
        .ignoringFields("instance")
        .isEqualTo(first);
    assertThat(harness.instance("trip")).isEqualTo(before);
  }

  @Test
  void shouldNotMissAnEventThatTheStepBelowAwaits() {
    harness.givenJourney(
        journey("trip").on("go").steps(call(), waitFor("w", "paid", days(1)), complete("done")));
    harness.when(event("go"));

    harness.pass(minutes(1));
    harness.when(event("paid"));
    harness.outcome(sent());

    harness.thenStands("trip", Status.COMPLETED, "w");
  }
}
