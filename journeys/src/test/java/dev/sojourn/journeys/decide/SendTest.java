package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessFindings.entry;
import static dev.sojourn.journeys.decide.HarnessOutcomes.failedWith;
import static dev.sojourn.journeys.decide.HarnessOutcomes.sent;
import static dev.sojourn.journeys.decide.HarnessOutcomes.tryAfter;
import static dev.sojourn.journeys.decide.HarnessOutcomes.tryLater;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.decide.HarnessTime.minutes;
import static dev.sojourn.journeys.decide.HarnessTime.seconds;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static dev.sojourn.journeys.dsl.Journeys.trySend;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.simulate.InMemoryPerson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SendTest {

  private static final String GO = "user:created";
  private static final PreferencesPatch UNSUBSCRIBED =
      new PreferencesPatch(null, true, null, null, null);
  private static final PreferencesPatch SUPPRESSED =
      new PreferencesPatch(null, null, true, null, null);
  private static final PreferencesPatch NO_NEWS =
      new PreferencesPatch(null, null, null, Map.of("news", false), null);

  private final JourneyHarness harness = new JourneyHarness();

  private static Journeys.Builder mail() {
    return journey("mail").on(GO).unlimited();
  }

  private static JourneyDefinition one(Journeys.Builder journey) {
    return journey.steps(send("s", "hi"), complete("done"));
  }

  private void enter() {
    harness.when(event(GO));
  }

  private void thenSkipped(String reason) {
    harness.thenSent();
    assertThat(harness.instance("mail").log())
        .anySatisfy(
            line -> {
              assertThat(line.action()).isEqualTo(StandardAction.SEND_SKIPPED);
              assertThat(line.detail()).containsEntry("reason", reason);
            });
    assertThat(harness.instance("mail").status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void shouldAskForTheMessageWithAllThatDeliveryNeeds() {
    harness.givenJourney(one(mail().named("Mail")));

    harness.when(event(GO).with("plan", "pro").setting("first", "Ada"));

    Decision.Send send = harness.lastSend();
    Instance instance = harness.instance("mail");
    assertThat(send.id()).hasToString(instance.id() + ":s:1");
    assertThat(send.attempt()).isEqualTo(1);
    assertThat(send.to()).isEqualTo("ada@example.com");
    assertThat(send.channel()).isEqualTo("email");
    assertThat(HarnessFindings.templateOf(send)).isEqualTo("hi");
    assertThat(send.journeyName()).isEqualTo("Mail");
    assertThat(send.contact()).containsEntry("first", "Ada");
    assertThat(send.instance().context()).containsEntry("plan", "pro");
  }

  @Test
  void shouldFailWhenTheTemplateIsMissing() {
    harness.givenJourney(mail().steps(send("s", "missing/x"), complete("done")));

    enter();

    harness.thenStands("mail", Status.FAILED, "s");
    assertThat(harness.instance("mail").error()).isEqualTo("Template not found: missing/x");
    harness.thenLog(
        "mail",
        entry(null, "s", "entered", null),
        entry("s", null, "failed", Map.of("error", "Template not found: missing/x")));
  }

  @Test
  void shouldSkipWhenNoAddressIsKnown() {
    harness.givenJourney(one(mail()));

    harness.when(event(GO).from(null));

    thenSkipped("no_address");
  }

  @Test
  void shouldFailForGoodWithWhatTheProviderSaid() {
    harness.givenJourney(one(mail()));
    enter();

    harness.outcome(failedWith("Resend API error: 422"));

    harness.thenStands("mail", Status.FAILED, "s");
    assertThat(harness.instance("mail").error()).isEqualTo("Resend API error: 422");
  }

  @Test
  void shouldGoOnAfterAFailureWhenTheAuthorSaysSo() {
    harness.givenJourney(mail().steps(trySend("s", "hi"), sleep("nap", days(1)), complete("done")));
    enter();

    harness.outcome(failedWith("bounced"));

    harness.thenStands("mail", Status.WAITING, "nap");
    harness.thenLog(
        "mail",
        entry(null, "s", "entered", null),
        entry("s", "nap", "send_failed", Map.of("template", "hi", "error", "bounced")));
  }

  @Test
  void shouldPauseAsLongAsTheProviderAsksButNotForEver() {
    harness.givenJourney(one(mail()));
    enter();

    harness.outcome(tryAfter(hours(3)));
    assertThat(InMemoryPerson.due(harness.instance("mail")))
        .isEqualTo(harness.now().plus(hours(3)));
    harness.after(hours(3));
    harness.outcome(tryAfter(Duration.ofMillis(Long.MAX_VALUE)));

    assertThat(InMemoryPerson.due(harness.instance("mail"))).isEqualTo(harness.now().plus(days(1)));
  }

  @Test
  void shouldSkipWhoUnsubscribedSinceOrIsSuppressedOrOptedOut() {
    for (var gate :
        Map.of(
                UNSUBSCRIBED,
                "unsubscribed",
                SUPPRESSED,
                "suppressed",
                NO_NEWS,
                "category_opted_out")
            .entrySet()) {
      JourneyHarness fresh = new JourneyHarness();
      fresh.givenTemplate("hi", "news", "Hello");
      fresh.givenJourney(mail().steps(sleep("nap", days(1)), send("s", "hi"), complete("done")));
      fresh.when(event(GO));
      fresh.givenPreferences(gate.getKey());

      fresh.after(days(1));

      fresh.thenSent();
      fresh.thenStands("mail", Status.COMPLETED, "s");
      assertThat(fresh.instance("mail").log().get(2).detail())
          .isEqualTo(Map.of("template", "hi", "reason", gate.getValue()));
    }
  }

  @Test
  void shouldTakeTheJourneysCategoryAsWell() {
    harness.givenJourney(one(mail().category("news"))).givenPreferences(NO_NEWS);

    enter();

    thenSkipped("category_opted_out");
  }

  @Test
  void shouldAskConsentAgainBeforeARetry() {
    harness.givenJourney(one(mail()));
    enter();
    harness.outcome(tryLater());
    harness.givenPreferences(UNSUBSCRIBED);

    harness.after(hours(1));

    harness.thenSent("hi");
    harness.thenStands("mail", Status.COMPLETED, "s");
    assertThat(harness.instance("mail").log().get(1).detail())
        .containsEntry("reason", "unsubscribed");
  }

  @Test
  void shouldSkipARetryWhenTheAddressHasGone() {
    harness.givenJourney(mail().steps(sleep("nap", days(1)), send("s", "hi"), complete("done")));
    harness.when(event(GO).from(null));
    harness.givenContact(Map.of("email", "ada@x.org")).after(days(1));
    harness.outcome(tryLater());
    harness.when(
        event("x").from(null).patching(new ContactPatch(Map.of(), Map.of(), List.of("email"))));

    harness.after(hours(1));

    harness.thenStands("mail", Status.COMPLETED, "s");
    assertThat(harness.instance("mail").log().get(2).detail())
        .containsEntry("reason", "no_address");
  }

  @Test
  void shouldSkipASecondSendWithinTheGapAcrossEnrolments() {
    harness.givenJourney(one(mail().suppress(hours(4))));
    enter();
    harness.outcome(sent());
    harness.after(hours(4).minusMillis(1));

    enter();

    harness.thenSent("hi");
    assertThat(harness.instance("mail").log().get(1).detail())
        .isEqualTo(Map.of("template", "hi", "reason", "journey_suppressed"));
    harness.thenStands("mail", Status.COMPLETED, "s");
  }

  @Test
  void shouldSendAgainWhenTheGapHasPassed() {
    harness.givenJourney(one(mail().suppress(hours(4))));
    enter();
    harness.outcome(sent());
    harness.after(hours(4));

    enter();

    harness.thenSent("hi", "hi");
  }

  @Test
  void shouldKnowNoGapWhenItIsZeroOrAnotherJourneys() {
    harness.givenJourney(one(mail().suppress(Duration.ZERO)));
    harness.givenJourney(
        journey("other")
            .on(GO)
            .unlimited()
            .suppress(hours(4))
            .steps(send("s", "yo"), complete("done")));
    enter();
    harness.outcome(sent());

    harness.outcome(harness.sends().get(0), sent());
    enter();

    assertThat(harness.sends().stream().map(HarnessFindings::templateOf).filter("hi"::equals))
        .hasSize(2);
  }

  @Test
  void shouldReleaseTheGapWhenTheSendFailsForGood() {
    harness.givenJourney(one(mail().suppress(hours(4))));
    enter();
    harness.outcome(failedWith("bounced"));

    enter();

    harness.thenSent("hi", "hi");
  }

  @Test
  void shouldReleaseTheGapWhenTheSendFailsForGoodAfterACancel() {
    harness.givenJourney(one(mail().suppress(hours(4))));
    enter();
    harness.pass(seconds(1));
    harness.cancel(harness.instance("mail").id());
    harness.outcome(failedWith("bounced"));

    enter();

    harness.thenSent("hi", "hi");
  }

  @Test
  void shouldKeepTheGapOfALaterSendWhenAnEarlierOneFailsLate() {
    harness.givenJourney(one(mail().suppress(minutes(1))));
    enter();
    Decision.Send first = harness.lastSend();
    harness.cancel(harness.instance("mail").id());
    harness.pass(minutes(1));
    enter();
    harness.outcome(sent());
    harness.outcome(first, failedWith("bounced"));

    enter();

    harness.thenSent("hi", "hi");
  }

  @Test
  void shouldNotHoldARetryAgainstItsOwnGap() {
    harness.givenJourney(one(mail().suppress(hours(4))));
    enter();
    harness.outcome(tryLater());

    harness.after(minutes(1));

    harness.thenSent("hi", "hi");
  }

  @Test
  void shouldAskAgainForAMissingOutcomeUnderTheSameKeyAndKeepItsGap() {
    harness.givenJourney(one(mail().suppress(hours(1))));
    enter();
    Instance waiting = harness.instance("mail");
    harness.pass(minutes(15).minusMillis(1));
    assertThat(harness.silence(waiting.id()).isNothing()).isTrue();

    harness.pass(Duration.ofMillis(1));
    harness.silence(waiting.id());

    assertThat(harness.sends())
        .extracting(Decision.Send::id)
        .containsOnly(new SendId(waiting.id(), "s", 1));
    assertThat(harness.sends()).extracting(Decision.Send::attempt).containsExactly(1, 1);
    assertThat(harness.instance("mail")).isEqualTo(waiting);
    harness.outcome(sent());
    harness.pass(minutes(45));
    enter();
    harness.thenSent("hi", "hi", "hi");
  }

  @Test
  void shouldGiveUpAMissingOutcomeAfterADay() {
    harness.givenJourney(one(mail()));
    enter();
    harness.pass(days(1));

    harness.silence(harness.instance("mail").id());

    harness.thenSent("hi");
    harness.thenStands("mail", Status.FAILED, "s");
    assertThat(harness.instance("mail").error()).isEqualTo("no outcome");
    assertThat(harness.silence(harness.instance("mail").id()).isNothing()).isTrue();
  }

  @Test
  void shouldNotAskForASendThatIsNotOut() {
    harness.givenJourney(one(mail()));
    enter();
    harness.outcome(tryAfter(hours(20)));
    harness.pass(hours(1));

    assertThat(harness.silence(harness.instance("mail").id()).isNothing()).isTrue();
  }

  @Test
  void shouldForgetACategoryWhenItIsSetToNothing() {
    harness.givenPreferences(NO_NEWS);
    Map<String, Boolean> cleared = new java.util.HashMap<>();
    cleared.put("news", null);

    harness.givenPreferences(new PreferencesPatch("a@b.c", null, null, cleared, 2));

    assertThat(harness.summary().preferences().categories()).isEmpty();
    assertThat(harness.summary().preferences().email()).isEqualTo("a@b.c");
    assertThat(harness.summary().preferences().bounceCount()).isEqualTo(2);
  }
}
