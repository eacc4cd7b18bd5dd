package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessOutcomes.sent;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.decide.JourneyHarness.ADA;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static dev.sojourn.journeys.dsl.Journeys.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.Preferences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailFeedbackTest {

  private static final String BOUNCED = "email.bounced";
  private static final String COMPLAINED = "email.complained";
  private static final String UNSUBSCRIBED = "email.unsubscribed";

  private final JourneyHarness harness = new JourneyHarness();

  private Preferences preferences() {
    return harness.summary().preferences();
  }

  private static Happening bounce(Object type) {
    return event(BOUNCED).with("bounceType", type);
  }

  /** Some engines suppress only at the third bounce, but providers do not wait that long. */
  @ParameterizedTest
  @ValueSource(strings = {"permanent", "Permanent", "hard"})
  void shouldSuppressAtTheFirstPermanentBounceThoughNothingIsKnownOfThePerson(String type) {
    // when
    harness.when(bounce(type));

    // then
    assertThat(preferences().suppressed()).isTrue();
    assertThat(preferences().bounceCount()).isEqualTo(1);

    // when
    harness.when(bounce(type));

    // then
    assertThat(preferences().bounceCount()).isEqualTo(2);
  }

  @Test
  void shouldOnlyStoreABounceThatMayPass() {
    // when
    harness.when(bounce("transient"));
    harness.when(bounce(7));
    Decision decision = harness.when(event(BOUNCED));

    // then
    assertThat(decision.isNothing()).isTrue();
    assertThat(preferences()).isEqualTo(Preferences.DEFAULT);
  }

  /** Each recipient's complaint is an event of its own, so it affects nobody else. */
  @Test
  void shouldSuppressWhoeverComplainsAndNobodyElse() {
    // when
    harness.when(event(COMPLAINED).of("bob"));
    assertThat(preferences().suppressed()).isFalse();
    harness.when(event(COMPLAINED).of(ADA));

    // then
    assertThat(preferences().suppressed()).isTrue();
    assertThat(preferences().bounceCount()).isZero();
  }

  @Test
  void shouldOptOutOfTheCategoryThatIsNamed() {
    // when
    harness.when(event(UNSUBSCRIBED).with("category", "news"));

    // then
    assertThat(preferences().optedOutOf("news")).isTrue();
    assertThat(preferences().unsubscribedAll()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "far too long"})
  void shouldUnsubscribeFromEverythingWhenNoCategoryIsNamed(String category) {
    // when
    harness.when(event(UNSUBSCRIBED).with("category", category.replace("far", "f".repeat(200))));

    // then
    assertThat(preferences().unsubscribedAll()).isTrue();
    assertThat(preferences().categories()).isEmpty();
  }

  @Test
  void shouldTakeSomebodyWhoOptsOutOfMoreThanAnybodySendsForSomebodyWhoWantsNothing() {
    // given
    for (int i = 0; i < 100; i++) {
      harness.when(event(UNSUBSCRIBED).with("category", "category " + i));
    }
    assertThat(preferences().unsubscribedAll()).isFalse();

    // when
    harness.when(event(UNSUBSCRIBED).with("category", "one more"));

    // then
    assertThat(preferences().categories()).hasSize(100);
    assertThat(preferences().unsubscribedAll()).isTrue();
  }

  @Test
  void shouldHeedItBeforeAnythingElseIsAsked() {
    // given
    harness.givenJourney(journey("sorry").on(UNSUBSCRIBED).steps(send("s", "hi"), complete("end")));

    // when
    harness.when(event(UNSUBSCRIBED));

    // then
    harness.thenRefused("sorry", RefusalReason.USER_UNSUBSCRIBED);
  }

  @Test
  void shouldNotSendWhatWasOnItsWay() {
    // given
    harness.givenJourney(
        journey("mail").on("go").steps(sleep("nap", days(1)), send("s", "hi"), complete("done")));
    harness.when(event("go"));
    harness.when(event(COMPLAINED));

    // when
    harness.after(days(1));

    // then
    harness.thenSent();
    harness.thenStands("mail", Status.COMPLETED, "s");
  }

  @Test
  void shouldStartAndWakeJourneysLikeAnyEvent() {
    // given
    harness.givenJourney(journey("ask").on(BOUNCED).steps(sleep("nap", days(1)), complete("done")));
    harness.givenJourney(
        journey("mail")
            .on("go")
            .steps(send("s", "hi"), waitFor("w", BOUNCED, hours(1)), complete("done")));
    harness.when(event("go"));
    harness.outcome(sent());

    // when
    harness.when(bounce("transient"));

    // then
    harness.thenEntered("ask");
    harness.thenStands("mail", Status.COMPLETED, "w");
  }

  @Test
  void shouldLeavePreferencesAloneWhenAnEventIsImportedOrReplayed() {
    // when
    harness.when(event(COMPLAINED).imported());
    harness.replay(harness.newest());

    // then
    assertThat(preferences()).isEqualTo(Preferences.DEFAULT);
  }
}
