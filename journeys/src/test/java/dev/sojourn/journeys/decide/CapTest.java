package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessOutcomes.failedWith;
import static dev.sojourn.journeys.decide.HarnessOutcomes.sent;
import static dev.sojourn.journeys.decide.HarnessOutcomes.tryLater;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.decide.HarnessTime.minutes;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.sms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.sending.Cap;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.sending.Window;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Caps on how much a person may be sent, over all journeys. */
class CapTest {

  private final JourneyHarness harness = new JourneyHarness();

  private static Journeys.Builder unlimited(String id) {
    return journey(id).on(id).unlimited();
  }

  private void givenMail(String journey, String template) {
    harness.givenJourney(unlimited(journey).steps(send("s", template), complete("done")));
  }

  private void givenCaps(Cap... caps) {
    harness.givenSending(new SendingPolicy(null, null, List.of(caps), null));
  }

  private static Cap any(int most, Object window) {
    return new Cap(null, null, most, Window.parse(window));
  }

  private void enter(String journey) {
    harness.when(event(journey));
  }

  private void enterAndSend(String journey) {
    enter(journey);
    harness.outcome(sent());
  }

  @Test
  void shouldSkipWhatIsMoreThanACapAllowsWhicheverJourneySendsIt() {
    // given
    givenCaps(any(2, "P7D"));
    givenMail("first", "hi");
    givenMail("second", "yo");
    enterAndSend("first");
    enterAndSend("second");

    // when
    enter("first");

    // then
    harness.thenSent("hi", "yo");
    harness.thenSkipped("first", "frequency_capped");
  }

  @Test
  void shouldSendAgainExactlyOneWindowLater() {
    // given
    givenCaps(any(1, "PT24H"));
    givenMail("mail", "hi");
    enterAndSend("mail");
    harness.after(hours(24).minusMillis(1));
    enter("mail");
    harness.thenSkipped("mail", "frequency_capped");

    // when
    harness.after(Duration.ofMillis(1));
    enter("mail");

    // then
    harness.thenSent("hi", "hi");
  }

  @Test
  void shouldCountADayByTheClocksWhereThePersonLives() {
    // given: half past five in the morning in New York
    givenCaps(any(1, "day"));
    harness.givenContact(Map.of("timezone", "America/New_York"));
    givenMail("mail", "hi");
    enterAndSend("mail");
    harness.after(hours(18).plusMinutes(29));
    enter("mail");
    harness.thenSkipped("mail", "frequency_capped");

    // when
    harness.after(minutes(1));
    enter("mail");

    // then
    harness.thenSent("hi", "hi");
  }

  @Test
  void shouldCountAloneWhatTheCapIsFor() {
    // given
    givenCaps(
        new Cap("email", null, 1, Window.parse("day")),
        new Cap(null, "marketing", 1, Window.parse("P7D")));
    harness.givenContact(Map.of("phone", "+491701"));
    harness.givenTemplate("promo", "marketing", "Buy");
    harness.givenJourney(unlimited("text").steps(sms("s", "tip"), complete("done")));
    harness.givenJourney(unlimited("promos").steps(sms("s", "promo"), complete("done")));
    givenMail("mail", "hi");

    // when
    enterAndSend("mail");
    enterAndSend("text");
    enterAndSend("promos");
    enterAndSend("text");
    enter("mail");
    enter("promos");

    // then
    harness.thenSent("hi", "tip", "promo", "tip");
    harness.thenSkipped("mail", "frequency_capped");
    harness.thenSkipped("promos", "frequency_capped");
  }

  @Test
  void shouldTakeTheJourneysCategoryWhereTheTemplateHasNone() {
    // given
    givenCaps(new Cap(null, "marketing", 1, Window.parse("P7D")));
    harness.givenTemplate("own", "news", "Hello");
    harness.givenJourney(
        unlimited("mail").category("marketing").steps(send("s", "hi"), complete("done")));
    harness.givenJourney(
        unlimited("news").category("marketing").steps(send("s", "own"), complete("done")));
    enterAndSend("mail");

    // when
    enter("news");
    enter("mail");

    // then
    harness.thenSent("hi", "own");
    harness.thenSkipped("mail", "frequency_capped");
  }

  @Test
  void shouldNeitherStopNorCountWhatIsTransactional() {
    // given
    givenCaps(any(1, "P7D"));
    harness.givenTemplate("receipt", "transactional", "Paid");
    givenMail("paid", "receipt");
    givenMail("mail", "hi");

    // when
    enterAndSend("paid");
    enterAndSend("mail");
    enterAndSend("paid");
    enter("mail");

    // then
    harness.thenSent("receipt", "hi", "receipt");
    harness.thenSkipped("mail", "frequency_capped");
  }

  @Test
  void shouldExemptWhatThePolicySaysAndNothingElse() {
    // given
    harness.givenSending(
        new SendingPolicy(null, null, List.of(any(1, "P7D")), List.of("security")));
    harness.givenTemplate("receipt", "transactional", "Paid");
    harness.givenTemplate("wakeup", "security", "Who is that?");
    givenMail("paid", "receipt");
    givenMail("alarmed", "wakeup");

    // when
    enterAndSend("paid");
    enterAndSend("alarmed");
    enter("paid");

    // then
    harness.thenSent("receipt", "wakeup");
    harness.thenSkipped("paid", "frequency_capped");
  }

  @Test
  void shouldGiveBackWhatASendThatFailsHasTaken() {
    // given
    givenCaps(any(1, "P7D"));
    givenMail("mail", "hi");
    enter("mail");
    harness.outcome(failedWith("no such mailbox"));

    // when
    enter("mail");

    // then
    harness.thenSent("hi", "hi");
  }

  @Test
  void shouldGiveBackWhatASendThatFailsAfterACancelHasTaken() {
    // given
    givenCaps(any(1, "P7D"));
    givenMail("mail", "hi");
    enter("mail");
    harness.cancel(harness.instance("mail").id());
    enter("mail");
    harness.thenSkipped("mail", "frequency_capped");
    harness.outcome(failedWith("no such mailbox"));

    // when
    enter("mail");

    // then
    harness.thenSent("hi", "hi");
  }

  @Test
  void shouldGiveBackWhatASendThatIsNeverTriedAgainHasTaken() {
    // given
    givenCaps(any(1, "P7D"));
    harness.givenJourney(
        unlimited("mail")
            .suppress(days(7))
            .exitOn("leave")
            .steps(send("s", "hi"), complete("end")));
    enter("mail");
    harness.outcome(tryLater());
    harness.when(event("leave"));

    // when
    enter("mail");

    // then
    harness.thenSent("hi", "hi");
  }

  @Test
  void shouldGiveBackWhatARetryThatAnOperatorHoldsHasTakenWhenThePersonLeaves() {
    // given
    givenCaps(any(1, "P7D"));
    harness.givenJourney(
        unlimited("mail").exitOn("leave").steps(send("s", "hi"), complete("done")));
    enter("mail");
    harness.outcome(tryLater());
    harness.givenHold(true);
    harness.after(hours(1));
    assertThat(harness.instance("mail").waitState()).isInstanceOf(WaitState.Held.class);

    // when
    harness.when(event("leave"));

    // then
    assertThat(harness.summary().capEntries()).isEmpty();
  }

  @Test
  void shouldNotHoldARetryAgainstItsOwnCap() {
    // given
    givenCaps(any(1, "P7D"));
    givenMail("mail", "hi");
    enter("mail");
    harness.outcome(tryLater());

    // when
    harness.after(hours(1));
    harness.outcome(sent());

    // then
    harness.thenSent("hi", "hi");
    harness.thenStands("mail", Status.COMPLETED, "s");
    assertThat(harness.summary().capEntries()).hasSize(1);
  }

  @Test
  void shouldRememberWhatSomeCapCountsAndNoLonger() {
    // given
    givenMail("mail", "hi");
    enterAndSend("mail");
    assertThat(harness.summary().capEntries()).isEmpty();
    givenCaps(any(5, "PT1H"), new Cap("sms", null, 1, Window.parse("P7D")));
    enterAndSend("mail");
    assertThat(harness.summary().capEntries()).hasSize(1);

    // when
    harness.after(hours(1));
    enterAndSend("mail");

    // then
    assertThat(harness.summary().capEntries())
        .singleElement()
        .satisfies(mark -> assertThat(mark.send()).isEqualTo(harness.lastSend().id()));

    // when
    harness.givenSending(SendingPolicy.NONE);
    enterAndSend("mail");

    // then
    assertThat(harness.summary().capEntries()).isEmpty();
  }
}
