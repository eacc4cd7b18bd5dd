package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessFindings.entry;
import static dev.sojourn.journeys.decide.HarnessOutcomes.failedWith;
import static dev.sojourn.journeys.decide.HarnessOutcomes.sent;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.decide.HarnessTime.seconds;
import static dev.sojourn.journeys.decide.JourneyHarness.ADA;
import static dev.sojourn.journeys.dsl.Conditions.contact;
import static dev.sojourn.journeys.dsl.Conditions.property;
import static dev.sojourn.journeys.dsl.Conditions.trigger;
import static dev.sojourn.journeys.dsl.Journeys.branch;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.fail;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static dev.sojourn.journeys.entry.RefusalReason.ALREADY_ACTIVE;
import static dev.sojourn.journeys.entry.RefusalReason.ALREADY_ENTERED_ONCE;
import static dev.sojourn.journeys.entry.RefusalReason.CONTEXT_TOO_LARGE;
import static dev.sojourn.journeys.entry.RefusalReason.JOURNEY_DISABLED;
import static dev.sojourn.journeys.entry.RefusalReason.LOOP;
import static dev.sojourn.journeys.entry.RefusalReason.PERIOD_NOT_ELAPSED;
import static dev.sojourn.journeys.entry.RefusalReason.TRIGGER_CONDITIONS_NOT_MET;
import static dev.sojourn.journeys.entry.RefusalReason.USER_SUPPRESSED;
import static dev.sojourn.journeys.entry.RefusalReason.USER_UNSUBSCRIBED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.condition.EvaluationContext;
import dev.sojourn.journeys.condition.Operator;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.registry.Journey.State;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryTest {

  private static final PreferencesPatch UNSUBSCRIBED =
      new PreferencesPatch(null, true, null, null, null);
  private static final PreferencesPatch SUPPRESSED =
      new PreferencesPatch(null, null, true, null, null);

  private final JourneyHarness harness = new JourneyHarness();

  private static Journeys.Builder welcome() {
    return journey("welcome").on("user:created");
  }

  /** Sleeps for a day, then completes. */
  private static JourneyDefinition aDay(Journeys.Builder journey) {
    return journey.steps(sleep("nap", days(1)), complete("done"));
  }

  /** Completes immediately. */
  private static JourneyDefinition atOnce(Journeys.Builder journey) {
    return journey.steps(complete("done"));
  }

  private void enter() {
    harness.when(event("user:created"));
  }

  @Test
  void shouldRefuseAsDisabledFirstWhenEveryOtherGuardFailsToo() {
    harness.givenJourney(aDay(welcome().on("user:created", property("plan").eq("trial"))));
    harness.when(event("user:created").with("plan", "trial"));
    harness.givenPreferences(UNSUBSCRIBED);
    harness.givenJourney(
        aDay(welcome().disabled().on("user:created", property("plan").eq("trial"))));

    enter();

    harness.thenRefused("welcome", JOURNEY_DISABLED);
  }

  @ParameterizedTest
  @CsvSource({
    "ACTIVE, true, , true",
    "ACTIVE, false, , false",
    "ACTIVE, true, false, false",
    "ACTIVE, false, true, true",
    "PAUSED, true, , false",
    "PAUSED, true, true, true",
    "DRAFT, true, true, false",
    "ARCHIVED, true, true, false",
  })
  void shouldAcceptEntriesByOverrideThenByStatusAndDefinition(
      State status, boolean enabled, @Nullable Boolean override, boolean accepts) {
    Journeys.Builder journey = welcome();
    harness.givenJourney(aDay(enabled ? journey : journey.disabled()), status, override);

    enter();

    if (accepts) {
      harness.thenEntered("welcome");
    } else {
      harness.thenRefused("welcome", JOURNEY_DISABLED);
    }
  }

  @Test
  void shouldRefuseWhenTheTriggersConditionsDoNotHold() {
    harness.givenJourney(aDay(welcome().on("user:created", property("plan").eq("trial"))));

    harness.when(event("user:created").with("plan", "paid"));

    harness.thenRefused("welcome", TRIGGER_CONDITIONS_NOT_MET);
  }

  @Test
  void shouldEnterWithAnyPropertiesWhenThereAreNoConditions() {
    harness.givenJourney(aDay(welcome()));

    harness.when(event("user:created").with("anything", 1));

    harness.thenEntered("welcome");
  }

  @Test
  void shouldRefuseWhenOneOfTwoConditionsFails() {
    harness.givenJourney(
        aDay(welcome().on("user:created", property("plan").eq("pro"), property("seats").gt(5))));

    harness.when(event("user:created").with("plan", "pro").with("seats", 5));

    harness.thenRefused("welcome", TRIGGER_CONDITIONS_NOT_MET);
  }

  @Test
  void shouldSeeObjectsAndWhatTheEventSaysOfTheContactInTheTriggersConditions() {
    harness.givenJourney(
        aDay(
            welcome()
                .on(
                    "user:created",
                    property("company").exists(),
                    property("company.size").gte(10),
                    contact("plan").eq("pro"))));

    harness.when(event("user:created").with("company", Map.of("size", 10)).setting("plan", "pro"));

    harness.thenEntered("welcome");
  }

  @Test
  void shouldRefuseSecondEntryWhenLimitIsOnceAndTheFirstIsOver() {
    harness.givenJourney(atOnce(welcome().once()));
    enter();

    enter();

    harness.thenRefused("welcome", ALREADY_ENTERED_ONCE);
  }

  @Test
  void shouldTellAlreadyEnteredOnceWhenTheFirstIsStillLive() {
    harness.givenJourney(aDay(welcome().once()));
    enter();

    enter();

    harness.thenRefused("welcome", ALREADY_ENTERED_ONCE);
  }

  @Test
  void shouldRefuseSecondEntryWhenTheFirstWasExitedByAnEvent() {
    harness.givenJourney(aDay(welcome().once().exitOn("user:deleted")));
    enter();
    harness.when(event("user:deleted"));

    enter();

    harness.thenRefused("welcome", ALREADY_ENTERED_ONCE);
  }

  @Test
  void shouldEnterAgainWhenLimitIsOnceAndTheFirstFailed() {
    harness.givenJourney(welcome().once().steps(fail("boom", "boom")));
    enter();

    enter();

    harness.thenEntered("welcome");
    assertThat(harness.instance("welcome").entry()).isEqualTo(2);
  }

  @Test
  void shouldEnterAgainWhenTheStuckInstanceWasCancelled() {
    harness.givenJourney(aDay(welcome().once()));
    enter();
    harness.cancel(harness.instance("welcome").id());

    harness.pass(seconds(1));
    enter();

    harness.thenEntered("welcome");
    harness.thenStands("welcome", Status.WAITING, "nap");
  }

  @Test
  void shouldForgetOnlyTheCancelledEntryWhenLimitIsOncePerPeriod() {
    harness.givenJourney(aDay(welcome().oncePer(days(7))));
    enter();
    harness.after(days(7));
    enter();
    harness.cancel(harness.instance("welcome").id());

    harness.pass(seconds(1));
    enter();
    harness.thenEntered("welcome");
    harness.after(days(1));
    enter();

    harness.thenRefused("welcome", PERIOD_NOT_ELAPSED);
  }

  @ParameterizedTest
  @CsvSource({"P6D, false", "P6DT23H59M59.999S, false", "P7D, true", "P8D, true"})
  void shouldEnterAgainFromExactlyOnePeriodLaterOn(java.time.Duration later, boolean enters) {
    harness.givenJourney(atOnce(welcome().oncePer(days(7))));
    enter();

    harness.after(later);
    enter();

    if (enters) {
      harness.thenEntered("welcome");
    } else {
      harness.thenRefused("welcome", PERIOD_NOT_ELAPSED);
    }
  }

  @ParameterizedTest
  @CsvSource({"PT23H, false", "PT24H, true", "PT25H, true"})
  void shouldTakeADayAsThePeriodWhenNoneIsWritten(java.time.Duration later, boolean enters) {
    harness.givenJourney(atOnce(welcome().oncePerPeriod()));
    enter();

    harness.after(later);
    enter();

    if (enters) {
      harness.thenEntered("welcome");
    } else {
      harness.thenRefused("welcome", PERIOD_NOT_ELAPSED);
    }
  }

  @Test
  void shouldRunThePeriodOnEventTime() {
    harness.givenJourney(atOnce(welcome().oncePer(days(7))));
    harness.when(event("user:created").ago(days(7)));

    enter();

    harness.thenEntered("welcome");
  }

  @Test
  void shouldRefuseATriggerOlderThanTheLatestEntry() {
    harness.givenJourney(atOnce(welcome().oncePer(hours(1))));
    enter();

    harness.when(event("user:created").ago(days(30)));

    harness.thenRefused("welcome", PERIOD_NOT_ELAPSED);
  }

  @Test
  void shouldRunThePeriodFromTheLatestEventTimeWhenEntriesCameOutOfOrder() {
    harness.givenJourney(atOnce(welcome().unlimited()));
    enter();
    harness.when(event("user:created").ago(days(30)));
    harness.givenJourney(atOnce(welcome().oncePer(days(7))));

    harness.after(days(1));
    enter();

    harness.thenRefused("welcome", PERIOD_NOT_ELAPSED);
  }

  @Test
  void shouldCountEveryEntryWhenUnlimited() {
    harness.givenJourney(atOnce(welcome().unlimited()));
    enter();
    enter();

    enter();

    harness.thenEntered("welcome");
    assertThat(harness.instances(ADA, "welcome"))
        .extracting(Instance::entry)
        .containsExactly(1, 2, 3);
  }

  @Test
  void shouldRefuseAsActiveWhenUnlimitedAndLive() {
    harness.givenJourney(aDay(welcome().unlimited()));
    enter();

    enter();

    harness.thenRefused("welcome", ALREADY_ACTIVE);
    assertThat(harness.instances(ADA, "welcome")).hasSize(1);
  }

  @Test
  void shouldRefuseWhoUnsubscribedFromAllAndWhoIsSuppressed() {
    harness.givenJourney(aDay(welcome())).givenPreferences(UNSUBSCRIBED);
    enter();
    harness.thenRefused("welcome", USER_UNSUBSCRIBED);

    harness.givenPreferences(new PreferencesPatch(null, false, true, null, null));
    enter();
    harness.thenRefused("welcome", USER_SUPPRESSED);
  }

  @Test
  void shouldAskTheLimitBeforeThePreferences() {
    harness.givenJourney(atOnce(welcome()));
    enter();
    harness.givenPreferences(SUPPRESSED);

    enter();

    harness.thenRefused("welcome", ALREADY_ENTERED_ONCE);
  }

  @Test
  void shouldEnterWhoOptedOutOfACategoryAlone() {
    harness
        .givenJourney(welcome().category("journey").steps(send("start", "hi"), complete("done")))
        .givenPreferences(new PreferencesPatch(null, null, null, Map.of("journey", false), null));

    enter();

    harness.thenEntered("welcome");
    harness.thenSent();
    harness.thenStands("welcome", Status.COMPLETED, "start");
  }

  @Test
  void shouldWriteNothingButTheRefusalWhenAGuardSaysNo() {
    harness.givenJourney(aDay(welcome().disabled()));

    Decision decision = harness.when(event("user:created"));

    assertThat(decision.entries())
        .containsExactly(new Decision.Entry("welcome", JOURNEY_DISABLED, null));
    assertThat(decision)
        .usingRecursiveComparison()
        .ignoringFields("entries")
        .isEqualTo(Decision.NOTHING);
  }

  @Test
  void shouldGateEntryAloneWhenGuardsTurnDuringAWait() {
    harness.givenJourney(
        welcome().steps(sleep("nap", days(1)), branch("where").when("done"), complete("done")));
    enter();
    harness.givenPreferences(UNSUBSCRIBED);
    harness.givenJourney(aDay(welcome().disabled()));

    harness.after(days(1));

    harness.thenStands("welcome", Status.COMPLETED, "where");
    assertThat(harness.instance("welcome").version()).isEqualTo(1);
  }

  @Test
  void shouldKeepPeopleApart() {
    harness.givenJourney(aDay(welcome()));

    harness.when(event("user:created").of("ada"));
    harness.when(event("user:created").of("bob"));

    assertThat(harness.instances("ada", "welcome")).hasSize(1);
    assertThat(harness.instances("bob", "welcome")).hasSize(1);
  }

  @Test
  void shouldStartEveryJourneyWithThisTrigger() {
    harness.givenJourney(aDay(welcome()));
    harness.givenJourney(aDay(journey("tips").on("user:created")));
    harness.givenJourney(aDay(journey("other").on("user:Created")));

    Decision decision = harness.when(event("user:created"));

    assertThat(decision.entries())
        .extracting(Decision.Entry::journeyId)
        .containsExactly("tips", "welcome");
  }

  @Test
  void shouldEnterAnewWhenTheSameEventEndsTheOldInstance() {
    harness.givenJourney(
        journey("cart")
            .on("cart:updated")
            .unlimited()
            .exitOn("cart:updated")
            .steps(sleep("nap", days(1)), complete("done")));
    harness.when(event("cart:updated"));
    harness.pass(hours(1));

    harness.when(event("cart:updated"));

    harness.thenEntered("cart");
    assertThat(harness.instances(ADA, "cart"))
        .extracting(Instance::status)
        .containsExactly(Status.EXITED, Status.WAITING);
  }

  @Test
  void shouldEnterAnewWhenTheSameEventMakesTheOldInstanceFail() {
    harness.givenJourney(
        journey("order")
            .on("order:placed")
            .once()
            .steps(
                Journeys.waitFor("wait", "order:placed", days(1)).then("boom"),
                fail("boom", "twice")));
    harness.when(event("order:placed"));
    harness.pass(hours(1));

    harness.when(event("order:placed"));

    harness.thenEntered("order");
    assertThat(harness.instances(ADA, "order"))
        .extracting(Instance::status)
        .containsExactly(Status.FAILED, Status.WAITING);
  }

  @Test
  void shouldNeverExitTheInstanceThatTheEventCreates() {
    harness.givenJourney(aDay(welcome().exitOn("user:created")));

    enter();

    harness.thenStands("welcome", Status.WAITING, "nap");
  }

  @Test
  void shouldKeepPlainScalarsAndWhatIsNamed() {
    harness.givenTemplate("hi", null, "{{ event.properties.items }} {{ event.$os }}");
    harness.givenJourney(
        welcome()
            .exitOn("user:moved", property("to").is(Operator.EQ, trigger("$city")))
            .steps(
                send("start", "hi"),
                branch("by-plan")
                    .when("done", property("company.size").gt(1), property("$browser").exists())
                    .when("done", contact("team").is(Operator.EQ, trigger("$team"))),
                complete("done")));

    harness.when(
        event("user:created")
            .with("plan", "pro")
            .with("seats", 3)
            .with("trial", true)
            .with("$lib", "web")
            .with("$browser", "Firefox")
            .with("$os", "Linux")
            .with("$team", "red")
            .with("$city", "Delft")
            .with("items", List.of("a"))
            .with("unnamed", List.of("b"))
            .with("company", Map.of("size", 3))
            .with("address", Map.of("city", "Delft")));

    assertThat(harness.instance("welcome").context())
        .containsOnlyKeys(
            "plan", "seats", "trial", "$browser", "$os", "$team", "$city", "items", "company");
  }

  @Test
  void shouldRefuseAContextOfMoreThanFourKibibytes() {
    harness.givenJourney(aDay(welcome()));

    harness.when(event("user:created").with("text", "x".repeat(4096)));
    harness.thenRefused("welcome", CONTEXT_TOO_LARGE);

    harness.when(
        event("user:created").with("$text", "x".repeat(4096)).with("text", "x".repeat(4000)));
    harness.thenEntered("welcome");
  }

  @Test
  void shouldTakeTheEventsAddressElseTheContacts() {
    harness.givenJourney(aDay(welcome().unlimited())).givenContact(Map.of("email", "old@x.org"));

    harness.when(event("user:created").from("new@x.org"));
    assertThat(harness.instance("welcome").email()).isEqualTo("new@x.org");

    harness.after(days(1));
    harness.when(event("user:created").from(null));
    assertThat(harness.instance("welcome").email()).isEqualTo("old@x.org");
  }

  @Test
  void shouldRefuseAsLoopWhenTheChainOfEmittedEventsIsTooLong() {
    harness.givenJourney(aDay(welcome().unlimited().exitOn("user:created")));
    harness.when(event("user:created").atDepth(16));
    harness.thenEntered("welcome");

    harness.when(event("user:created").atDepth(17));

    harness.thenRefused("welcome", LOOP);
    harness.thenStands("welcome", Status.WAITING, "nap");
  }

  @Test
  void shouldChangeTheContactAndStartNothingWhenTheEventIsAnImport() {
    harness.givenJourney(aDay(welcome()));

    Decision decision = harness.when(event("user:created").setting("plan", "pro").imported());

    assertThat(decision.entries()).isEmpty();
    assertThat(harness.contact().properties()).containsEntry("plan", "pro");
  }

  @Test
  void shouldRefuseAndReportWhenAConditionThrows() {
    Condition bad =
        new Condition() {
          @Override
          public boolean test(EvaluationContext facts) {
            throw new IllegalStateException("boom");
          }
        };
    harness.givenJourney(aDay(welcome().on("user:created", bad)));
    harness.givenJourney(aDay(journey("sound").on("user:created")));

    enter();

    harness.thenRefused("welcome", RefusalReason.ENGINE_ERROR);
    harness.thenEntered("sound");
    assertThat(harness.faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.text()).contains("guards", "boom"));
  }

  @Test
  void shouldLogTheEntryIntoATerminal() {
    harness.givenJourney(atOnce(welcome()));

    enter();

    harness.thenStands("welcome", Status.COMPLETED, "done");
    harness.thenLog(
        "welcome", entry(null, "done", "entered", null), entry(null, "done", "completed", null));
  }

  @Test
  void shouldReadTheHeadAloneWhenTheEventSaysNothingOfTheContact() {
    harness.givenJourney(aDay(welcome()));

    harness.when(event("page:viewed").from(null));

    assertThat(harness.contactReads()).isZero();
  }

  @Test
  void shouldRememberFailureAfterASendInTheLimit() {
    harness.givenJourney(welcome().once().steps(send("start", "hi"), complete("done")));
    enter();
    harness.outcome(failedWith("Resend API error: 422"));

    enter();
    harness.outcome(sent());
    harness.thenStands("welcome", Status.COMPLETED, "start");

    enter();
    harness.thenRefused("welcome", ALREADY_ENTERED_ONCE);
  }
}
