package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessFindings.entry;
import static dev.sojourn.journeys.decide.HarnessOutcomes.sent;
import static dev.sojourn.journeys.decide.HarnessOutcomes.tryAfter;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.decide.HarnessTime.minutes;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.sending.Cap;
import dev.sojourn.journeys.sending.QuietHours;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.sending.Window;
import dev.sojourn.journeys.simulate.InMemoryPerson;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sends at night are delayed until the morning, or skipped. */
class QuietHoursTest {

  private static final PreferencesPatch UNSUBSCRIBED =
      new PreferencesPatch(null, true, null, null, null);
  private static final QuietHours NIGHT = new QuietHours("22:00", "08:00", null);

  /** 22:30 in Berlin. */
  private static final Instant LATE = Instant.parse("2026-01-15T21:30:00Z");

  private static final Instant MORNING = Instant.parse("2026-01-16T07:00:00Z");

  private final JourneyHarness harness = new JourneyHarness();

  private static Journeys.Builder unlimited(String id) {
    return journey(id).on(id).unlimited();
  }

  private void givenMail(String journey, String template) {
    harness.givenJourney(unlimited(journey).steps(send("s", template), complete("done")));
  }

  private void givenNights(QuietHours quiet) {
    harness.givenSending(new SendingPolicy("Europe/Berlin", quiet, null, null));
  }

  private static Cap any(int most, Object window) {
    return new Cap(null, null, most, Window.parse(window));
  }

  private void enter(String journey) {
    harness.when(event(journey));
  }

  @Test
  void shouldWaitUntilTheNightIsOver() {
    // given
    harness.givenNow(LATE);
    givenNights(NIGHT);
    givenMail("mail", "hi");

    // when
    enter("mail");

    // then
    harness.thenSent();
    harness.thenStands("mail", Status.WAITING, "s");
    assertThat(InMemoryPerson.due(harness.instance("mail"))).isEqualTo(MORNING);

    // when
    harness.after(hours(9).plusMinutes(30));
    harness.outcome(sent());

    // then
    harness.thenLog(
        "mail",
        entry(null, "s", "entered", null),
        entry(
            "s",
            "s",
            "send_held",
            Map.of("template", "hi", "reason", "quiet_hours", "until", MORNING.toString())),
        entry("s", "done", "email_sent", Map.of("template", "hi")),
        entry("s", "done", "completed", null));
  }

  @Test
  void shouldSleepWhereThePersonSleeps() {
    // given: late in Berlin, early in the evening in New York
    harness.givenNow(LATE);
    givenNights(NIGHT);
    harness.givenContact(Map.of("$geoip_time_zone", "America/New_York"));
    givenMail("mail", "hi");

    // when
    enter("mail");

    // then
    harness.thenSent("hi");
  }

  @Test
  void shouldSkipAtNightWhenThePolicySaysSo() {
    // given
    harness.givenNow(LATE);
    givenNights(new QuietHours("22:00", "08:00", QuietHours.Then.skip));
    givenMail("mail", "hi");

    // when
    enter("mail");

    // then
    harness.thenSent();
    harness.thenSkipped("mail", "quiet_hours");
  }

  @Test
  void shouldSendAtNightWhatIsTransactional() {
    // given
    harness.givenNow(LATE);
    givenNights(NIGHT);
    harness.givenTemplate("receipt", "transactional", "Paid");
    givenMail("paid", "receipt");

    // when
    enter("paid");

    // then
    harness.thenSent("receipt");
  }

  @Test
  void shouldAskEverythingAgainInTheMorning() {
    // given
    harness.givenNow(LATE);
    harness.givenSending(new SendingPolicy("Europe/Berlin", NIGHT, List.of(any(1, "P7D")), null));
    givenMail("first", "hi");
    givenMail("second", "yo");
    enter("first");
    harness.after(minutes(1));
    enter("second");
    assertThat(harness.summary().capEntries()).isEmpty();

    // when
    harness.after(hours(10));

    // then
    harness.thenSent("hi");
    harness.thenSkipped("second", "frequency_capped");
  }

  @Test
  void shouldNotWriteInTheMorningToSomebodyWhoUnsubscribedAtNight() {
    // given
    harness.givenNow(LATE);
    givenNights(NIGHT);
    givenMail("mail", "hi");
    enter("mail");
    harness.givenPreferences(UNSUBSCRIBED);

    // when
    harness.after(hours(10));

    // then
    harness.thenSent();
    harness.thenSkipped("mail", "unsubscribed");
  }

  @Test
  void shouldWaitForTheNextMorningWhenThisOneWasMissed() {
    // given
    harness.givenNow(LATE);
    givenNights(NIGHT);
    givenMail("mail", "hi");
    enter("mail");

    // when: nothing is processed until the next evening
    harness.pass(days(1));
    harness.after(Duration.ZERO);

    // then
    harness.thenSent();
    assertThat(InMemoryPerson.due(harness.instance("mail"))).isEqualTo(MORNING.plus(days(1)));
  }

  @Test
  void shouldLetARetryWaitForTheMorningAndKeepItsNumberAndWhatItReserved() {
    // given
    harness.givenNow(LATE.minus(minutes(31)));
    harness.givenSending(new SendingPolicy("Europe/Berlin", NIGHT, List.of(any(1, "P7D")), null));
    givenMail("mail", "hi");
    enter("mail");
    harness.outcome(tryAfter(minutes(2)));

    // when
    harness.after(minutes(2));

    // then
    harness.thenSent("hi");
    WaitState.QuietHours quiet = harness.instance("mail").parkedAs(WaitState.QuietHours.class);
    assertThat(quiet.attempt()).isEqualTo(2);
    assertThat(quiet.until()).isEqualTo(MORNING);

    // when
    harness.after(hours(10));

    // then
    assertThat(harness.sends()).extracting(Decision.Send::attempt).containsExactly(1, 2);
    assertThat(harness.sends()).extracting(Decision.Send::id).containsOnly(quiet.send());
    assertThat(harness.summary().capEntries()).hasSize(1);
  }

  @Test
  void shouldGiveBackWhatARetryThatLeavesAtNightHasTaken() {
    // given
    harness.givenNow(LATE.minus(minutes(31)));
    harness.givenSending(new SendingPolicy("Europe/Berlin", NIGHT, List.of(any(1, "P7D")), null));
    harness.givenJourney(
        unlimited("mail").exitOn("leave").steps(send("s", "hi"), complete("done")));
    enter("mail");
    harness.outcome(tryAfter(minutes(2)));
    harness.after(minutes(2));

    // when
    harness.when(event("leave"));

    // then
    harness.thenStands("mail", Status.EXITED, "s");
    assertThat(harness.summary().capEntries()).isEmpty();
  }

  @Test
  void shouldEndAtNightWhenItMayTakeNoLonger() {
    // given
    harness.givenNow(LATE);
    givenNights(NIGHT);
    harness.givenJourney(
        unlimited("mail").atMost(hours(1)).steps(send("s", "hi"), complete("done")));
    enter("mail");

    // when
    harness.after(hours(10));

    // then
    harness.thenSent();
    harness.thenStands("mail", Status.EXITED, "s");
  }

  @Test
  void shouldBeHeldByAnOperatorOnceTheNightIsOver() {
    // given
    harness.givenNow(LATE);
    givenNights(NIGHT);
    givenMail("mail", "hi");
    harness.givenHold(true);
    enter("mail");
    harness.after(hours(10));
    assertThat(harness.instance("mail").waitState()).isInstanceOf(WaitState.Held.class);
    harness.givenHold(false);

    // when
    harness.release(harness.instance("mail").id());

    // then
    harness.thenSent("hi");
    assertThat(harness.instance("mail").log())
        .filteredOn(line -> line.action() == StandardAction.SEND_HELD)
        .extracting(line -> new HashMap<>(line.detail()).get("reason"))
        .containsExactly("quiet_hours", "held");
  }

  @Test
  void shouldWaitForTheMorningWhenAnOperatorLetsGoAtNight() {
    // given
    harness.givenNow(LATE.minus(hours(1)));
    givenNights(NIGHT);
    givenMail("mail", "hi");
    harness.givenHold(true);
    enter("mail");
    harness.after(hours(1));
    harness.givenHold(false);

    // when
    harness.release(harness.instance("mail").id());

    // then
    harness.thenSent();
    assertThat(InMemoryPerson.due(harness.instance("mail"))).isEqualTo(MORNING);
  }
}
