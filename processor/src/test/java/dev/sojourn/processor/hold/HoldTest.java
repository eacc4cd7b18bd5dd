package dev.sojourn.processor.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.command.Command;
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

  private EngineHarness heart;

  @BeforeEach
  void start() {
    heart = new EngineHarness();
    heart.givenTemplate("hello");
    heart.givenJourney(MAIL.formatted("first"));
  }

  @AfterEach
  void stop() {
    heart.close();
  }

  private void hold(String journeyId) {
    assertThat(heart.command(new Command.HoldSends(journeyId, true, 100)).status()).isEqualTo(200);
  }

  private void release(String journeyId, int perSecond) {
    Command release = new Command.HoldSends(journeyId, false, perSecond);
    assertThat(heart.command(release).status()).isEqualTo(200);
  }

  private void enter(String userId) {
    heart.when(userId, "go", "{'$set':{'email':'ada@example.com'}}");
  }

  private void aSecondPasses() {
    heart.after(Duration.ZERO);
  }

  private long held(String journeyId) {
    return heart.total(journeyId, CounterKey.HELD);
  }

  @Test
  void shouldLetAHeldSendGoWhenItIsReleased() {
    // given
    hold("first");
    enter("ada");
    assertThat(heart.actions()).isEmpty();
    assertThat(heart.onlyState("ada", "first").status()).isEqualTo("waiting");
    assertThat(held("first")).isEqualTo(1);

    // when
    release("first", 100);
    aSecondPasses();

    // then
    assertThat(heart.delivered()).hasSize(1);
    assertThat(heart.log("ada", "first"))
        .containsExactly(
            "entered null->mail",
            "send_held mail->mail",
            "email_sent mail->done",
            "completed mail->done");
    assertThat(held("first")).isZero();
  }

  @Test
  void shouldHoldBackWhatIsHeldAloneWhenAllOthersAreReleased() {
    // given
    heart.givenJourney(MAIL.formatted("second"));
    hold(Hold.ALL);
    hold("first");
    enter("ada");

    // when
    release(Hold.ALL, 100);
    aSecondPasses();

    // then
    assertThat(heart.actions()).extracting(SendAction::journeyId).containsExactly("second");
    assertThat(heart.onlyState("ada", "first").status()).isEqualTo("waiting");
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
    int firstSecond = heart.actions().size();
    assertThat(firstSecond).isBetween(5, 11);
    assertThat(held("first")).isEqualTo(30 - firstSecond);
    aSecondPasses();
    aSecondPasses();
    aSecondPasses();
    assertThat(heart.actions()).hasSize(30 - firstSecond);
    assertThat(held("first")).isZero();
  }

  @Test
  void shouldWaitForTheBacklogBeforeAnythingIsReleased() {
    // given
    hold("first");
    enter("ada");
    heart.givenBacklog();
    release("first", 100);
    aSecondPasses();
    assertThat(heart.actions()).isEmpty();

    // when
    heart.when("ada", "leave");
    heart.thenBacklogIsRead();
    aSecondPasses();

    // then
    assertThat(heart.actions()).isEmpty();
    assertThat(heart.onlyState("ada", "first").status()).isEqualTo("exited");
  }

  @Test
  void shouldForgetAHeldSendOfWhoeverHasLeft() {
    // given
    hold("first");
    long before = heart.rows(StoreNames.STATE);
    enter("ada");

    // when
    heart.when("ada", "leave");
    release("first", 100);
    aSecondPasses();

    // then
    assertThat(heart.actions()).isEmpty();
    assertThat(held("first")).isZero();
    assertThat(heart.rows(StoreNames.STATE) - before)
        .as("head, contact, instance, index; an answer and an audit row for one command")
        .isEqualTo(6);
  }

  @Test
  void shouldAskTheOtherGatesAgainWhenItIsReleased() {
    // given
    hold("first");
    enter("ada");
    heart.command(
        new Command.ChangePreferences("ada", new PreferencesPatch(null, true, null, null, null)));

    // when
    release("first", 100);
    aSecondPasses();

    // then
    assertThat(heart.actions()).isEmpty();
    assertThat(heart.log("ada", "first")).contains("send_skipped mail->done");
  }

  @Test
  void shouldHoldBackARetryAndGoOnWithTheSameAttempt() {
    // given
    enter("ada");
    SendAction first = heart.actions().get(0);
    heart.outcome(first, OutcomeCame.Result.retry, "busy");
    hold("first");
    heart.after(Duration.ofMinutes(1));
    assertThat(heart.actions()).isEmpty();

    // when
    release("first", 100);
    aSecondPasses();

    // then
    SendAction second = heart.actions().get(0);
    assertThat(second.sendId()).isEqualTo(first.sendId());
    assertThat(second.attempt()).isEqualTo(2);
  }

  @Test
  void shouldRefuseToHoldAJourneyThatIsNotThere() {
    // when
    Result result = heart.command(new Command.HoldSends("nothing", true, 100));

    // then
    assertThat(result.status()).isEqualTo(404);
  }

  @Test
  void shouldFindWhoeverComesToAHeldSendBehindThoseWhoHaveGone() {
    // given
    heart.givenJourney(
        MAIL.formatted("first")
            .replace(
                "'steps':[",
                "'steps':[{'id':'wait','type':'wait_for_event','event':'wake','timeout':'PT9H',"
                    + "'next':'mail','timeoutNext':'done'},"));
    enter("late");
    heart.givenJourney(MAIL.formatted("first").replace("'trigger'", "'name':'Later','trigger'"));
    hold("first");
    for (int i = 0; i < 20; i++) {
      enter("person-" + i);
    }
    release("first", 10);
    aSecondPasses();

    // when
    hold("first");
    heart.when("late", "wake");
    assertThat(heart.onlyState("late", "first").currentNodeId()).isEqualTo("mail");
    release("first", 1000);
    heart.after(Duration.ofSeconds(5));

    // then
    assertThat(heart.actions()).hasSize(21);
    assertThat(held("first")).isZero();
  }

  @Test
  void shouldKeepTheTimeOfTheFirstWordWhenItIsSaidAgain() {
    // given
    Result first = heart.command(new Command.HoldSends("first", true, 100));
    heart.after(Duration.ofMinutes(1));

    // when
    Result again = heart.command(new Command.HoldSends("first", true, 100));
    Result slower = heart.command(new Command.HoldSends("first", true, 10));

    // then
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(slower.body().get("updatedAt")).isNotEqualTo(first.body().get("updatedAt"));
  }
}
