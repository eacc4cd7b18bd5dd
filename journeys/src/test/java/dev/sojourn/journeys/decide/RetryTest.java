package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessFindings.entry;
import static dev.sojourn.journeys.decide.HarnessOutcomes.failedWith;
import static dev.sojourn.journeys.decide.HarnessOutcomes.sent;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.decide.HarnessTime.minutes;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.fail;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An operator retries a failed instance. */
class RetryTest {

  private static final String GO = "user:created";

  private final JourneyHarness harness = new JourneyHarness();

  private static Journeys.Builder trip() {
    return journey("trip").on(GO);
  }

  private Instance enter() {
    harness.when(event(GO));
    return harness.instance("trip");
  }

  private Instance failedAtASend() {
    harness.givenJourney(
        trip().unlimited().steps(sleep("a", days(1)), send("b", "hi"), complete("done")));
    enter();
    harness.after(days(1));
    harness.outcome(failedWith("bounced"));
    return harness.instance("trip");
  }

  @Test
  void shouldEnterTheStepAtWhichItFailedOnceMore() {
    // given
    Instance failed = failedAtASend();
    Decision.Send first = harness.lastSend();
    harness.pass(minutes(5));

    // when
    Decision retrial = harness.retry(failed.id());

    // then
    assertThat(retrial.rejection()).isEmpty();
    harness.thenStands("trip", Status.ACTIVE, "b");
    assertThat(harness.lastSend().id()).isNotEqualTo(first.id());
    assertThat(harness.instance("trip").error()).isNull();
    assertThat(harness.instance("trip").endedAt()).isNull();
    assertThat(harness.outcome(first, sent()).isNothing()).isTrue();
    harness.outcome(sent());
    harness.thenStands("trip", Status.COMPLETED, "b");
    harness.thenLog(
        "trip",
        entry(null, "a", "entered", null),
        entry("a", "b", "waited", null),
        entry("b", null, "failed", Map.of("error", "bounced")),
        entry("b", "b", "retried", Map.of("by", "operator")),
        entry("b", "done", "email_sent", Map.of("template", "hi")),
        entry("b", "done", "completed", null));
  }

  @Test
  void shouldFailOnceMoreWhenNothingHasChanged() {
    // given
    harness.givenJourney(trip().steps(send("a", "missing/x"), complete("done")));
    Instance failed = enter();

    // when
    Decision retrial = harness.retry(failed.id());

    // then
    assertThat(retrial.rejection()).isEmpty();
    harness.thenStands("trip", Status.FAILED, "a");
    assertThat(harness.summary().live()).isEmpty();
    assertThat(harness.summary().entriesInto("trip").countedEntries()).isZero();
    assertThat(harness.retry(failed.id()).rejection()).isEmpty();
  }

  @Test
  void shouldCountTheEntryAgain() {
    // given
    harness.givenJourney(trip().once().steps(send("a", "hi"), complete("done")));
    Instance failed = enter();
    harness.outcome(failedWith("bounced"));

    // when
    harness.retry(failed.id());
    harness.outcome(sent());
    harness.when(event(GO));

    // then
    harness.thenRefused("trip", RefusalReason.ALREADY_ENTERED_ONCE);
    assertThat(harness.summary().entriesInto("trip").latest()).isEqualTo(failed.createdAt());
  }

  @Test
  void shouldRefuseWhatHasNotFailed() {
    // given
    Instance failed = failedAtASend();
    harness.retry(failed.id());

    // when
    Decision again = harness.retry(failed.id());

    // then
    assertThat(again.rejection())
        .hasValue(
            Rejection.of(DecisionRejection.INSTANCE_NOT_RETRYABLE, Map.of("status", "active")));
    assertThat(again.isNothing()).isTrue();
    InstanceId unknown = InstanceId.of(1, 2, 3);
    assertThat(harness.retry(unknown).rejection())
        .hasValue(
            Rejection.of(DecisionRejection.INSTANCE_GONE, Map.of("instance", unknown.toString())));
  }

  @Test
  void shouldRefuseWhenThePersonHasEnteredAgainSince() {
    // given
    Instance failed = failedAtASend();
    harness.pass(hours(1));
    harness.when(event(GO));

    // when
    Decision retrial = harness.retry(failed.id());

    // then
    assertThat(retrial.rejection()).hasValue(Rejection.of(DecisionRejection.ALREADY_ACTIVE));
  }

  @Test
  void shouldRefuseWhatItsAuthorEnded() {
    // given
    harness.givenJourney(trip().steps(send("a", "hi").then("oops"), fail("oops", "it broke")));
    Instance sending = enter();
    harness.outcome(sent());

    // when
    Decision retrial = harness.retry(sending.id());

    // then
    assertThat(retrial.rejection()).hasValue(Rejection.of(DecisionRejection.FAILED_BY_ITS_JOURNEY));
  }

  @Test
  void shouldRefuseAVersionThatIsNotKnown() {
    // given
    Instance failed = failedAtASend();

    // when
    harness.forgetJourneys();
    Decision retrial = harness.retry(failed.id());

    // then
    assertThat(retrial.rejection())
        .hasValue(Rejection.of(DecisionRejection.VERSION_UNKNOWN, Map.of("version", 1)));
  }

  @Test
  void shouldRefuseWhatMayNotTakeAnyLonger() {
    // given
    harness.givenJourney(trip().atMost(days(2)).steps(send("a", "hi"), complete("done")));
    Instance failed = enter();
    harness.outcome(failedWith("bounced"));
    harness.pass(days(2));

    // when
    Decision retrial = harness.retry(failed.id());

    // then
    assertThat(retrial.rejection())
        .hasValue(
            Rejection.of(
                DecisionRejection.MAX_DURATION_ENDED,
                Map.of("endedAt", String.valueOf(failed.expiresAt()))));
  }

  @Test
  void shouldRefuseWhenTheLimitHasCountedAnotherEntrySince() {
    for (Journeys.Builder builder : List.of(trip().once(), trip().oncePer(days(30)))) {
      // given
      JourneyHarness fresh = new JourneyHarness();
      fresh.givenJourney(builder.steps(send("a", "hi"), complete("done")));
      fresh.when(event(GO));
      InstanceId failed = fresh.instance("trip").id();
      fresh.outcome(failedWith("bounced"));
      fresh.pass(hours(1));
      fresh.when(event(GO));
      fresh.outcome(sent());

      // when
      Decision retrial = fresh.retry(failed);

      // then
      assertThat(retrial.rejection()).hasValue(Rejection.of(DecisionRejection.ENTERED_AGAIN));
      assertThat(fresh.summary().entriesInto("trip").countedEntries()).isEqualTo(1);
    }
  }
}
