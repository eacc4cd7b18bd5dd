package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessOutcomes.failedWith;
import static dev.sojourn.journeys.decide.HarnessOutcomes.sent;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.dsl.Conditions.email;
import static dev.sojourn.journeys.dsl.Conditions.not;
import static dev.sojourn.journeys.dsl.Journeys.branch;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.exit;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static dev.sojourn.journeys.dsl.Journeys.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngagementTest {

  private static final String OPENED = "email.opened";
  private static final String CLICKED = "email.clicked";

  private final JourneyHarness harness = new JourneyHarness();

  @BeforeEach
  void givenJourneys() {
    harness.givenJourney(
        journey("mails").on("go").unlimited().steps(send("mail", "hi"), complete("done")));
    for (String check : List.of("opened", "clicked", "notOpened", "notClicked")) {
      var asked =
          switch (check) {
            case "opened" -> email("hi").opened();
            case "clicked" -> email("hi").clicked();
            case "notOpened" -> email("hi").notOpened();
            default -> email("hi").notClicked();
          };
      harness.givenJourney(
          journey(check)
              .on("ask")
              .unlimited()
              .steps(
                  branch("b").when("yes", asked).otherwise("no"),
                  complete("yes"),
                  exit("no", "no")));
    }
  }

  private SendId mail() {
    harness.when(event("go"));
    harness.outcome(sent());
    return harness.lastSend().id();
  }

  private Decision told(String name, Object send) {
    return harness.when(event(name).with("sendId", send));
  }

  /** The checks that hold, out of the four. */
  private List<String> holding() {
    harness.when(event("ask"));
    List<String> found = new ArrayList<>();
    for (String check : List.of("opened", "clicked", "notOpened", "notClicked")) {
      if (harness.instance(check).status() == Status.COMPLETED) {
        found.add(check);
      }
    }
    return found;
  }

  @Test
  void shouldHoldNothingOfATemplateThatWasNeverSent() {
    assertThat(holding()).isEmpty();
  }

  @Test
  void shouldHoldNothingWhileTheSendIsOutOrWhenItFailed() {
    harness.when(event("go"));
    assertThat(holding()).isEmpty();

    harness.outcome(failedWith("no such box"));
    assertThat(holding()).isEmpty();
  }

  @Test
  void shouldKnowWhatThePersonDidWithTheEmail() {
    SendId mail = mail();
    assertThat(holding()).containsExactly("notOpened", "notClicked");

    told(OPENED, mail.toString());
    assertThat(holding()).containsExactly("opened", "notClicked");

    told(CLICKED, mail.toString());
    assertThat(holding()).containsExactly("opened", "clicked");
  }

  @Test
  void shouldTakeAClickForAnOpening() {
    SendId mail = mail();

    Decision decision = told(CLICKED, mail.toString());

    assertThat(holding()).containsExactly("opened", "clicked");
    Instant now = harness.now();
    assertThat(decision.engagementChanges())
        .containsExactly(
            new Decision.EngagementChange(mail, new Engagement(now, now), true, true, "mails"));
  }

  @Test
  void shouldAskAboutTheLatestSendAlone() {
    SendId first = mail();
    told(OPENED, first.toString());
    harness.after(days(1));

    SendId second = mail();
    assertThat(holding()).containsExactly("notOpened", "notClicked");

    told(CLICKED, first.toString());
    assertThat(holding()).containsExactly("notOpened", "notClicked");

    told(OPENED, second.toString());
    assertThat(holding()).containsExactly("opened", "notClicked");
  }

  @Test
  void shouldKnowOfASendOfAnotherJourneyAndOfOneThatWentOutAfterItsEnd() {
    // given
    harness.givenJourney(
        journey("late").on("late").exitOn("stop").steps(send("mail", "hi"), complete("done")));
    harness.when(event("late"));
    harness.when(event("stop"));
    assertThat(holding()).isEmpty();

    // when
    harness.outcome(sent());

    // then
    assertThat(holding()).containsExactly("notOpened", "notClicked");
  }

  @Test
  void shouldCountTheFirstTimeAloneAndByTheTimeOfTheEvent() {
    SendId mail = mail();
    harness.after(hours(2));

    Decision first = harness.when(event(OPENED).with("sendId", mail.toString()).ago(hours(1)));
    Decision second = told(OPENED, mail.toString());

    Instant opened = harness.now().minus(hours(1));
    assertThat(first.engagementChanges())
        .containsExactly(
            new Decision.EngagementChange(
                mail, new Engagement(opened, null), true, false, "mails"));
    assertThat(second.engagementChanges()).isEmpty();
    assertThat(second.isNothing()).isTrue();
  }

  @Test
  void shouldIgnoreASendOfAnInstanceThatNobodyKnows() {
    // given
    SendId mail = mail();
    SendId made = new SendId(InstanceId.of(1, mail.instance().userHash(), 3), "mail", 1);

    // then
    assertThat(told(OPENED, made.toString()).isNothing()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "019bc134-78b8-8000-8000-1c0000000009", "019bc134:a:1", "a:b:c:d"})
  void shouldIgnoreWhatIsNoSendId(String id) {
    mail();

    assertThat(told(OPENED, id).isNothing()).isTrue();
    assertThat(told(OPENED, 5).isNothing()).isTrue();
    assertThat(harness.when(event(OPENED)).isNothing()).isTrue();
  }

  @Test
  void shouldIgnoreASendIdThatIsTooLongForAKey() {
    SendId mail = mail();

    assertThat(told(OPENED, mail.instance() + ":" + "x".repeat(500) + ":1").isNothing()).isTrue();
  }

  @Test
  void shouldIgnoreTheEmailOfSomebodyElse() {
    SendId mail = mail();

    Decision decision = harness.when(event(OPENED).of("bob").with("sendId", mail.toString()));

    assertThat(decision.isNothing()).isTrue();
    assertThat(holding()).containsExactly("notOpened", "notClicked");
  }

  @Test
  void shouldSeeWhatTheEventItselfTells() {
    // given
    harness.givenJourney(
        journey("chase")
            .on("chase")
            .steps(
                send("mail", "hi"),
                waitFor("w", OPENED, days(1)),
                branch("b").when("yes", email("hi").opened()).otherwise("no"),
                complete("yes"),
                exit("no", "no")));
    harness.when(event("chase"));
    harness.outcome(sent());

    // when
    told(OPENED, harness.lastSend().id().toString());

    // then
    harness.thenStands("chase", Status.COMPLETED, "b");
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0"})
  void shouldRememberSendsOnlyOfTemplatesThatSomebodyAsksAbout(boolean asked, int remembered) {
    JourneyHarness fresh = new JourneyHarness();
    fresh.givenJourney(
        journey("mails")
            .on("go")
            .steps(send("mail", "hi"), sleep("nap", days(1)), complete("done")));
    if (asked) {
      fresh.givenJourney(
          journey("other").on("x", not(email("hi").opened())).steps(complete("done")));
    }

    fresh.when(event("go"));
    fresh.outcome(sent());

    assertThat(fresh.summary().lastSends()).hasSize(remembered);
  }

  @Test
  void shouldTriggerAndWakeLikeAnyOtherEvent() {
    harness.givenJourney(journey("thanks").on(OPENED).steps(complete("done")));
    SendId mail = mail();

    told(OPENED, mail.toString());

    harness.thenEntered("thanks");
  }
}
