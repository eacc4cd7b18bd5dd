package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessFindings.entry;
import static dev.sojourn.journeys.decide.HarnessOutcomes.sent;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.decide.HarnessTime.minutes;
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
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.sending.Cap;
import dev.sojourn.journeys.sending.QuietHours;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.sending.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendGatesTest {

  private static final PreferencesPatch SUPPRESSED =
      new PreferencesPatch(null, null, true, null, null);

  /** 22:30 in Berlin. */
  private static final Instant LATE = Instant.parse("2026-01-15T21:30:00Z");

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
    assertThat(harness.instance("note").log().get(1).action()).isEqualTo(StandardAction.PUSH_SENT);
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
    harness.thenSkipped("text", "no_address");
    harness.thenSkipped("note", "no_address");
  }

  // All of them.

  /** Each later gate would refuse the send as well. */
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
    harness.thenSkipped("mail", reason);
  }

  // Where we decide otherwise than others do.

  /** Nothing is kept for later: after a person resubscribes, only new sends go out. */
  @Test
  void shouldCountNothingForAPersonWhoIsSuppressedAndSendToThemOnceTheyAreNot() {
    // given
    givenCaps(any(1, "P7D"));
    harness.givenJourney(
        unlimited("mail").steps(sleep("nap", hours(1)), send("s", "hi"), complete("done")));
    enter("mail");
    harness.givenPreferences(SUPPRESSED).after(hours(1));
    harness.thenSkipped("mail", "suppressed");
    harness.givenPreferences(new PreferencesPatch(null, null, false, null, null));

    // when
    enter("mail");
    harness.after(hours(1));

    // then
    harness.thenSent("hi");
  }

  /** Sends exist only within journeys, so mandatory messages are a category of their own. */
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
    harness.thenSkipped("mail", "journey_suppressed");
  }

  /**
   * After a crash before the provider was called, the same send id is requested, not a second one.
   */
  @Test
  void shouldAskForTheSameSendWhenNobodyKnowsWhetherItWentOut() {
    // given
    givenCaps(any(1, "P7D"));
    givenMail("mail", "hi");
    enter("mail");
    Instance waiting = harness.instance("mail");
    harness.pass(minutes(15));

    // when
    harness.silence(waiting.id());
    harness.outcome(sent());

    // then
    assertThat(harness.sends())
        .extracting(Decision.Send::id)
        .containsExactly(harness.lastSend().id(), harness.lastSend().id());
    assertThat(harness.instances(JourneyHarness.ADA, "mail")).hasSize(1);
    assertThat(harness.summary().capEntries()).hasSize(1);
  }
}
