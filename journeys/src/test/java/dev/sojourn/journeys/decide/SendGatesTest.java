package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.JourneyHarness.days;
import static dev.sojourn.journeys.decide.JourneyHarness.entry;
import static dev.sojourn.journeys.decide.JourneyHarness.event;
import static dev.sojourn.journeys.decide.JourneyHarness.failedWith;
import static dev.sojourn.journeys.decide.JourneyHarness.hours;
import static dev.sojourn.journeys.decide.JourneyHarness.minutes;
import static dev.sojourn.journeys.decide.JourneyHarness.sent;
import static dev.sojourn.journeys.decide.JourneyHarness.tryAfter;
import static dev.sojourn.journeys.decide.JourneyHarness.tryLater;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.push;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static dev.sojourn.journeys.dsl.Journeys.sms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.Park;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.sending.Cap;
import dev.sojourn.journeys.sending.QuietHours;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.sending.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendGatesTest {

  private static final PreferencesPatch UNSUBSCRIBED =
      new PreferencesPatch(null, true, null, null, null);
  private static final PreferencesPatch SUPPRESSED =
      new PreferencesPatch(null, null, true, null, null);
  private static final QuietHours NIGHT = new QuietHours("22:00", "08:00", null);

  /** Half past ten in the evening in Berlin. */
  private static final Instant LATE = Instant.parse("2026-01-15T21:30:00Z");

  private static final Instant MORNING = Instant.parse("2026-01-16T07:00:00Z");

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

  private void givenNights(QuietHours quiet) {
    harness.givenSending(new SendingPolicy("Europe/Berlin", quiet, null, null));
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

  private @Nullable String skipped(String journey) {
    for (LogEntry line : harness.instance(journey).log()) {
      Map<String, Object> detail = line.detail();
      if (line.action().equals("send_skipped") && detail != null) {
        return String.valueOf(detail.get("reason"));
      }
    }
    return null;
  }

  private void thenSkipped(String journey, String reason) {
    assertThat(skipped(journey)).isEqualTo(reason);
    harness.thenStands(journey, Status.COMPLETED, "s");
  }

  // Channels.

  @Test
  void shouldReachPeopleWhereTheChannelDoes() {
    // given
    harness.givenContact(Map.of("phone", "+491701", "push_token", "t0k3n"));
    harness.givenJourney(unlimited("text").steps(sms("s", "hi"), complete("done")));
    harness.givenJourney(unlimited("note").steps(push("s", "hi"), complete("done")));

    // when
    enterAndSend("text");
    enterAndSend("note");

    // then
    assertThat(harness.sends())
        .extracting(Decision.Send::channel, Decision.Send::to)
        .containsExactly(tuple("sms", "+491701"), tuple("push", "t0k3n"));
    harness.thenLog(
        "text",
        entry(null, "s", "entered", null),
        entry("s", "done", "sms_sent", Map.of("template", "hi")),
        entry("s", "done", "completed", null));
    assertThat(harness.instance("note").log().get(1).action()).isEqualTo("push_sent");
  }

  @Test
  void shouldSkipAChannelOnWhichThePersonCannotBeReached() {
    // given
    harness.givenContact(Map.of("email", "ada@example.com", "phone", " "));
    harness.givenJourney(unlimited("text").steps(sms("s", "hi"), complete("done")));
    harness.givenJourney(unlimited("note").steps(push("s", "hi"), complete("done")));

    // when
    enter("text");
    enter("note");

    // then
    harness.thenSent();
    thenSkipped("text", "no_address");
    thenSkipped("note", "no_address");
  }

  // Caps.

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
    thenSkipped("first", "frequency_capped");
  }

  @Test
  void shouldSendAgainExactlyOneWindowLater() {
    // given
    givenCaps(any(1, "PT24H"));
    givenMail("mail", "hi");
    enterAndSend("mail");
    harness.after(hours(24).minusMillis(1));
    enter("mail");
    thenSkipped("mail", "frequency_capped");

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
    thenSkipped("mail", "frequency_capped");

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
    thenSkipped("mail", "frequency_capped");
    thenSkipped("promos", "frequency_capped");
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
    thenSkipped("mail", "frequency_capped");
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
    thenSkipped("mail", "frequency_capped");
  }

  @Test
  void shouldExemptWhatThePolicySaysAndNothingElse() {
    // given
    harness.givenSending(
        new SendingPolicy(null, null, List.of(any(1, "P7D")), List.of("security")));
    harness.givenTemplate("receipt", "transactional", "Paid");
    harness.givenTemplate("alarm", "security", "Who is that?");
    givenMail("paid", "receipt");
    givenMail("alarmed", "alarm");

    // when
    enterAndSend("paid");
    enterAndSend("alarmed");
    enter("paid");

    // then
    harness.thenSent("receipt", "alarm");
    thenSkipped("paid", "frequency_capped");
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
    thenSkipped("mail", "frequency_capped");
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
    assertThat(harness.head().marks()).hasSize(1);
  }

  @Test
  void shouldRememberWhatSomeCapCountsAndNoLonger() {
    // given
    givenMail("mail", "hi");
    enterAndSend("mail");
    assertThat(harness.head().marks()).isEmpty();
    givenCaps(any(5, "PT1H"), new Cap("sms", null, 1, Window.parse("P7D")));
    enterAndSend("mail");
    assertThat(harness.head().marks()).hasSize(1);

    // when
    harness.after(hours(1));
    enterAndSend("mail");

    // then
    assertThat(harness.head().marks())
        .singleElement()
        .satisfies(mark -> assertThat(mark.send()).isEqualTo(harness.lastSend().id()));

    // when
    harness.givenSending(SendingPolicy.NONE);
    enterAndSend("mail");

    // then
    assertThat(harness.head().marks()).isEmpty();
  }

  // Quiet hours.

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
    assertThat(JourneyHarness.due(harness.instance("mail"))).isEqualTo(MORNING);

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
    thenSkipped("mail", "quiet_hours");
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
    assertThat(harness.head().marks()).isEmpty();

    // when
    harness.after(hours(10));

    // then
    harness.thenSent("hi");
    thenSkipped("second", "frequency_capped");
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
    thenSkipped("mail", "unsubscribed");
  }

  @Test
  void shouldWaitForTheNextMorningWhenThisOneWasMissed() {
    // given
    harness.givenNow(LATE);
    givenNights(NIGHT);
    givenMail("mail", "hi");
    enter("mail");

    // when: nothing ran until the next evening
    harness.pass(days(1));
    harness.after(Duration.ZERO);

    // then
    harness.thenSent();
    assertThat(JourneyHarness.due(harness.instance("mail"))).isEqualTo(MORNING.plus(days(1)));
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
    Park.Quiet quiet = harness.instance("mail").parkedAs(Park.Quiet.class);
    assertThat(quiet.attempt()).isEqualTo(2);
    assertThat(quiet.until()).isEqualTo(MORNING);

    // when
    harness.after(hours(10));

    // then
    assertThat(harness.sends()).extracting(Decision.Send::attempt).containsExactly(1, 2);
    assertThat(harness.sends()).extracting(Decision.Send::id).containsOnly(quiet.send());
    assertThat(harness.head().marks()).hasSize(1);
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
    assertThat(harness.head().marks()).isEmpty();
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
    assertThat(harness.instance("mail").park()).isInstanceOf(Park.Held.class);
    harness.givenHold(false);

    // when
    harness.release(harness.instance("mail").id());

    // then
    harness.thenSent("hi");
    assertThat(harness.instance("mail").log())
        .filteredOn(line -> line.action().equals("send_held"))
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
    assertThat(JourneyHarness.due(harness.instance("mail"))).isEqualTo(MORNING);
  }

  // All of them.

  /** Whatever comes later in the order speaks against the send as well. */
  @ParameterizedTest
  @CsvSource({
    "0, unsubscribed",
    "1, suppressed",
    "2, category_opted_out",
    "3, journey_suppressed",
    "4, frequency_capped",
    "5, quiet_hours"
  })
  void shouldTellTheFirstGateThatSaysNo(int from, String reason) {
    // given
    harness.givenNow(LATE.minus(hours(3)));
    harness.givenTemplate("hi", "news", "Hello");
    harness.givenSending(
        new SendingPolicy(
            "Europe/Berlin",
            new QuietHours("22:00", "08:00", QuietHours.Then.skip),
            from > 4 ? List.of() : List.of(any(1, "P7D")),
            null));
    Journeys.Builder mail = from > 3 ? unlimited("mail") : unlimited("mail").suppress(hours(12));
    harness.givenJourney(mail.steps(sleep("nap", hours(1)), send("s", "hi"), complete("done")));
    enter("mail");
    harness.after(hours(1));
    harness.outcome(sent());
    harness.after(hours(1));
    enter("mail");
    harness.givenPreferences(
        new PreferencesPatch(
            null,
            from == 0,
            from <= 1,
            from <= 2 ? Map.of("news", false) : Map.of("other", false),
            null));

    // when
    harness.after(hours(1));

    // then
    harness.thenSent("hi");
    thenSkipped("mail", reason);
  }

  // Where we decide otherwise than others do.

  /** Nothing is kept to be sent later: whoever subscribes again gets what is sent from then on. */
  @Test
  void shouldCountNothingForAPersonWhoIsSuppressedAndSendToThemOnceTheyAreNot() {
    // given
    givenCaps(any(1, "P7D"));
    harness.givenJourney(
        unlimited("mail").steps(sleep("nap", hours(1)), send("s", "hi"), complete("done")));
    enter("mail");
    harness.givenPreferences(SUPPRESSED).after(hours(1));
    thenSkipped("mail", "suppressed");
    harness.givenPreferences(new PreferencesPatch(null, null, false, null, null));

    // when
    enter("mail");
    harness.after(hours(1));

    // then
    harness.thenSent("hi");
  }

  /** There is no send outside a journey: what must go out always is a category of its own. */
  @Test
  void shouldSendWhatIsTransactionalInsideTheGapOfAnotherJourney() {
    // given
    harness.givenJourney(
        unlimited("mail").suppress(hours(4)).steps(send("s", "hi"), complete("done")));
    harness.givenTemplate("receipt", "transactional", "Paid");
    givenMail("paid", "receipt");
    enterAndSend("mail");

    // when
    enter("paid");
    enter("mail");

    // then
    harness.thenSent("hi", "receipt");
    thenSkipped("mail", "journey_suppressed");
  }

  /** Whoever dies before the provider is asked finds the send under its id, with no second one. */
  @Test
  void shouldAskForTheSameSendWhenNobodyKnowsWhetherItWentOut() {
    // given
    givenCaps(any(1, "P7D"));
    givenMail("mail", "hi");
    enter("mail");
    Instance parked = harness.instance("mail");
    harness.pass(minutes(15));

    // when
    harness.silence(parked.id());
    harness.outcome(sent());

    // then
    assertThat(harness.sends())
        .extracting(Decision.Send::id)
        .containsExactly(harness.lastSend().id(), harness.lastSend().id());
    assertThat(harness.instances(JourneyHarness.ADA, "mail")).hasSize(1);
    assertThat(harness.head().marks()).hasSize(1);
  }
}
