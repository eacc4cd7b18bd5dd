package dev.sojourn.processor.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.registry.RegistryRejection;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoldTest {

  private static final String MAIL =
      """
      {'id':'%s','trigger':{'event':'go'},'entryLimit':'unlimited','exitOn':[{'event':'leave'}],
       'steps':[{'id':'mail','type':'send','channel':'email','template':'hello','next':'done'},
                {'id':'done','type':'complete'}]}
      """;

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenTemplate("hello");
    engine.givenJourney(MAIL.formatted("first"));
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private void hold(String journeyId) {
    assertThat(engine.command(new Command.HoldSends(journeyId, true, 100)).rejection()).isNull();
  }

  private void release(String journeyId, int perSecond) {
    Command release = new Command.HoldSends(journeyId, false, perSecond);
    assertThat(engine.command(release).rejection()).isNull();
  }

  private void enter(String userId) {
    engine.when(userId, "go", "{'$set':{'email':'ada@example.com'}}");
  }

  private void aSecondPasses() {
    engine.after(Duration.ZERO);
  }

  private long held(String journeyId) {
    return engine.total(journeyId, CounterKey.HELD);
  }

  @Test
  void shouldLetAHeldSendGoWhenItIsReleased() {
    // given
    hold("first");
    enter("ada");
    assertThat(engine.actions()).isEmpty();
    assertThat(engine.onlyState("ada", "first").status()).isEqualTo("waiting");
    assertThat(held("first")).isEqualTo(1);
    engine.journal();

    // when
    release("first", 100);
    aSecondPasses();

    // then
    assertThat(engine.decided().get(0).get("source").asText()).isEqualTo("release");
    assertThat(engine.delivered()).hasSize(1);
    assertThat(engine.log("ada", "first"))
        .containsExactly(
            "entered null->mail",
            "send_held mail->mail",
            "email_sent mail->done",
            "completed mail->done");
    assertThat(held("first")).isZero();
  }

  @Test
  void shouldLetHeldSendsGoAtTheDefaultRateWhenTheHoldIsDeleted() {
    // given
    hold("first");
    enter("ada");
    enter("bob");

    // when
    engine.published("hold/first", null);
    aSecondPasses();

    // then
    assertThat(engine.delivered()).hasSize(2);
    assertThat(held("first")).isZero();
  }

  @Test
  void shouldHoldBackWhatIsHeldAloneWhenAllOthersAreReleased() {
    // given
    engine.givenJourney(MAIL.formatted("second"));
    hold(Hold.ALL);
    hold("first");
    enter("ada");

    // when
    release(Hold.ALL, 100);
    aSecondPasses();

    // then
    assertThat(engine.actions()).extracting(SendAction::journeyId).containsExactly("second");
    assertThat(engine.onlyState("ada", "first").status()).isEqualTo("waiting");
  }

  @Test
  void shouldReleaseNoFasterThanTheOperatorSays() {
    // given
    hold("first");
    for (int i = 0; i < 30; i++) {
      enter("person-" + i);
    }

    // when
    release("first", 10);
    aSecondPasses();

    // then
    int firstSecond = engine.actions().size();
    assertThat(firstSecond).isBetween(5, 11);
    assertThat(held("first")).isEqualTo(30 - firstSecond);
    aSecondPasses();
    aSecondPasses();
    aSecondPasses();
    assertThat(engine.actions()).hasSize(30 - firstSecond);
    assertThat(held("first")).isZero();
  }

  @Test
  void shouldWaitForTheBacklogBeforeAnythingIsReleased() {
    // given
    hold("first");
    enter("ada");
    engine.givenBacklog();
    release("first", 100);
    aSecondPasses();
    assertThat(engine.actions()).isEmpty();

    // when
    engine.when("ada", "leave");
    engine.thenBacklogIsRead();
    aSecondPasses();

    // then
    assertThat(engine.actions()).isEmpty();
    assertThat(engine.onlyState("ada", "first").status()).isEqualTo("exited");
  }

  @Test
  void shouldForgetAHeldSendOfWhoeverHasLeft() {
    // given
    hold("first");
    long before = engine.rows(StoreNames.STATE);
    enter("ada");

    // when
    engine.when("ada", "leave");
    release("first", 100);
    aSecondPasses();

    // then
    assertThat(engine.actions()).isEmpty();
    assertThat(held("first")).isZero();
    assertThat(engine.rows(StoreNames.STATE) - before)
        .as("head, contact, instance, index; an answer and an audit row for one command")
        .isEqualTo(6);
  }

  @Test
  void shouldAskTheOtherGatesAgainWhenItIsReleased() {
    // given
    hold("first");
    enter("ada");
    engine.command(
        new Command.ChangePreferences("ada", new PreferencesPatch(null, true, null, null, null)));

    // when
    release("first", 100);
    aSecondPasses();

    // then
    assertThat(engine.actions()).isEmpty();
    assertThat(engine.log("ada", "first")).contains("send_skipped mail->done");
  }

  @Test
  void shouldHoldBackARetryAndGoOnWithTheSameAttempt() {
    // given
    enter("ada");
    SendAction first = engine.actions().get(0);
    engine.outcome(first, OutcomeCame.Result.retry, "busy");
    hold("first");
    engine.after(Duration.ofMinutes(1));
    assertThat(engine.actions()).isEmpty();

    // when
    release("first", 100);
    aSecondPasses();

    // then
    SendAction second = engine.actions().get(0);
    assertThat(second.sendId()).isEqualTo(first.sendId());
    assertThat(second.attempt()).isEqualTo(2);
  }

  @Test
  void shouldRefuseToHoldAJourneyThatIsNotThere() {
    // when
    Result result = engine.command(new Command.HoldSends("nothing", true, 100));

    // then
    assertThat(result.rejection()).isEqualTo(Rejection.of(RegistryRejection.JOURNEY_NOT_FOUND));
  }

  @Test
  void shouldFindWhoeverComesToAHeldSendBehindThoseWhoHaveGone() {
    // given
    engine.givenJourney(
        MAIL.formatted("first")
            .replace(
                "'steps':[",
                "'steps':[{'id':'wait','type':'wait_for_event','event':'wake','timeout':'PT9H',"
                    + "'next':'mail','timeoutNext':'done'},"));
    enter("late");
    engine.givenJourney(MAIL.formatted("first").replace("'trigger'", "'name':'Later','trigger'"));
    hold("first");
    for (int i = 0; i < 20; i++) {
      enter("person-" + i);
    }
    release("first", 10);
    aSecondPasses();

    // when
    hold("first");
    engine.when("late", "wake");
    assertThat(engine.onlyState("late", "first").currentNodeId()).isEqualTo("mail");
    release("first", 1000);
    engine.after(Duration.ofSeconds(5));

    // then
    assertThat(engine.actions()).hasSize(21);
    assertThat(held("first")).isZero();
  }

  @Test
  void shouldKeepTheTimeOfTheFirstWordWhenItIsSaidAgain() {
    // given
    Result first = engine.command(new Command.HoldSends("first", true, 100));
    engine.after(Duration.ofMinutes(1));

    // when
    Result again = engine.command(new Command.HoldSends("first", true, 100));
    Result slower = engine.command(new Command.HoldSends("first", true, 10));

    // then
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(slower.answer(Answer.HoldChanged.class))
        .isEqualTo(new Answer.HoldChanged("first", true, 10, engine.now()));
  }
}
