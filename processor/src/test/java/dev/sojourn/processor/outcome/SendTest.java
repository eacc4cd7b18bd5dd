package dev.sojourn.processor.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.topic.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendTest {

  private static final String TWO_MAILS =
      """
      {'id':'mails','trigger':{'event':'user:created'},
       'steps':[
        {'id':'a','type':'send','channel':'email','template':'first','next':'wait'},
        {'id':'wait','type':'wait_for_event','event':'opened:app','timeout':{'hours':1},'next':'b'},
        {'id':'b','type':'send','channel':'email','template':'second','next':'done'},
        {'id':'done','type':'complete'}]}
      """;

  private EngineHarness heart;

  @BeforeEach
  void start() {
    heart = new EngineHarness();
    heart.givenTemplate("first");
    heart.givenTemplate("second");
    heart.givenJourney(TWO_MAILS);
  }

  @AfterEach
  void stop() {
    heart.close();
  }

  private void enter(String userId) {
    heart.when(userId, "user:created", "{'$set':{'email':'%s@example.org'}}".formatted(userId));
  }

  @Test
  void shouldParkAsActiveUntilTheOutcomeComes() {
    // when
    enter("ada");

    // then
    assertThat(heart.onlyState("ada", "mails").status()).isEqualTo("active");
    List<SendAction> sent = heart.actions();
    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).to()).isEqualTo("ada@example.org");
    assertThat(sent.get(0).template()).isEqualTo("first");
  }

  @Test
  void shouldSayOfWhichCategoryAMailIs() {
    // given
    heart.givenTemplate("tips", "tips");
    heart.givenJourney(
        """
        {'id':'news','trigger':{'event':'subscribed'},'category':'news','entryLimit':'unlimited',
         'steps':[
          {'id':'a','type':'send','channel':'email','template':'first','next':'b'},
          {'id':'b','type':'send','channel':'email','template':'tips','next':'done'},
          {'id':'done','type':'complete'}]}
        """);

    // when
    heart.when("ada", "subscribed", "{'$set':{'email':'ada@example.org'}}");
    SendAction first = heart.actions().get(0);
    heart.outcome(first, OutcomeCame.Result.sent, null);
    SendAction second = heart.actions().get(0);
    enter("bea");
    SendAction other = heart.actions().get(0);

    // then
    assertThat(category(first)).isEqualTo("news");
    assertThat(category(second)).isEqualTo("tips");
    assertThat(category(other)).isNull();
  }

  private static String category(SendAction sent) {
    return ((SendAction.Templated) sent.content()).category();
  }

  @Test
  void shouldNotMissAnEventThatComesWhileTheSendIsOut() {
    // given
    enter("ada");
    List<SendAction> sent = heart.actions();

    // when
    heart.when("ada", "opened:app");
    heart.outcome(sent.get(0), OutcomeCame.Result.sent, null);

    // then
    assertThat(heart.log("ada", "mails"))
        .containsExactly("entered null->a", "email_sent a->wait", "event_received wait->b");
  }

  @Test
  void shouldIgnoreAnOutcomeThatComesTwice() {
    // given
    enter("ada");
    SendAction sent = heart.actions().get(0);
    heart.outcome(sent, OutcomeCame.Result.sent, null);

    // when
    heart.outcome(sent, OutcomeCame.Result.sent, null);

    // then
    assertThat(heart.log("ada", "mails")).containsExactly("entered null->a", "email_sent a->wait");
  }

  @Test
  void shouldTryAgainUnderTheSameIdAndFailInTheEnd() {
    // given
    enter("ada");
    SendAction first = heart.actions().get(0);
    SendAction attempt = first;

    // when
    for (int i = 1; i < 8; i++) {
      heart.outcome(attempt, OutcomeCame.Result.retry, "busy");
      heart.after(Duration.ofMinutes(31));
      attempt = heart.actions().get(0);
      assertThat(attempt.sendId()).isEqualTo(first.sendId());
      assertThat(attempt.attempt()).isEqualTo(i + 1);
    }
    heart.outcome(attempt, OutcomeCame.Result.retry, "busy");

    // then
    assertThat(heart.onlyState("ada", "mails").status()).isEqualTo("failed");
    assertThat(heart.onlyState("ada", "mails").errorMessage()).isEqualTo("busy");
    assertThat(Headers.text(heart.deadLetters().get(0).headers(), Headers.SOURCE))
        .hasValue("journey");
  }

  @Test
  void shouldFailWhenTheTemplateIsNotThere() {
    // given
    heart.givenJourney(
        """
        {'id':'lost','trigger':{'event':'x'},
         'steps':[{'id':'a','type':'send','channel':'email','template':'gone','next':'done'},
                  {'id':'done','type':'complete'}]}
        """);

    // when
    heart.when("ada", "x", "{'$set':{'email':'a@b.c'}}");

    // then
    assertThat(heart.onlyState("ada", "lost").errorMessage()).isEqualTo("Template not found: gone");
  }

  @Test
  void shouldSkipWhenThereIsNoAddress() {
    // when
    heart.when("ada", "user:created");

    // then
    assertThat(heart.log("ada", "mails"))
        .containsExactly("entered null->a", "send_skipped a->wait");
  }

  @Test
  void shouldTellAnOutcomeThatComesAfterTheCancel() {
    // given
    enter("ada");
    SendAction sent = heart.actions().get(0);
    InstanceId id = InstanceId.parse(heart.onlyState("ada", "mails").id()).orElseThrow();
    heart.command(new Command.CancelInstance("ada", id, "admin"));

    // when
    heart.outcome(sent, OutcomeCame.Result.sent, null);
    heart.outcome(sent, OutcomeCame.Result.sent, null);

    // then
    assertThat(heart.log("ada", "mails"))
        .containsExactly("entered null->a", "cancelled a->null", "email_sent a->null");
    assertThat(heart.onlyState("ada", "mails").status()).isEqualTo("exited");
  }

  @Test
  void shouldAskAgainWhenAnOutcomeIsMissing() {
    // given
    enter("ada");
    SendAction first = heart.actions().get(0);

    // when
    heart.after(Duration.ofMinutes(46));

    // then
    List<SendAction> again = heart.actions();
    assertThat(again).isNotEmpty();
    assertThat(again.get(0).sendId()).isEqualTo(first.sendId());
    assertThat(again.get(0).attempt()).isEqualTo(first.attempt());
  }

  @Test
  void shouldNotAskAgainForWhatWaitsForDelivery() {
    // given
    heart.givenDeliveryIsBehind();
    enter("ada");
    SendAction first = heart.actions().get(0);

    // when
    heart.after(Duration.ofHours(30));

    // then
    assertThat(heart.actions()).isEmpty();
    assertThat(heart.onlyState("ada", "mails").status()).isEqualTo("active");

    // when
    heart.thenDeliveryIsDone();
    heart.after(Duration.ofMinutes(46));

    // then
    List<SendAction> again = heart.actions();
    assertThat(again).isNotEmpty();
    assertThat(again.get(0).sendId()).isEqualTo(first.sendId());
  }

  @Test
  void shouldNotAskAgainForWhatFellSilentAfterDeliveryWasAsked() {
    // given: the answer takes so long that the second send, too, is overdue by then
    enter("ada");
    heart.after(Duration.ofMinutes(16));
    heart.after(Duration.ofMinutes(10));
    enter("bob");
    heart.actions();
    heart.givenDeliveryDoesNotAnswerYet();
    heart.after(Duration.ofMinutes(6));
    heart.after(Duration.ofMinutes(10));
    assertThat(heart.actions()).isEmpty();

    // when
    heart.thenDeliveryAnswers();
    heart.after(Duration.ofSeconds(5));

    // then
    assertThat(heart.actions()).extracting(SendAction::userId).containsExactly("ada");

    // when: delivery is asked about all of it
    heart.after(Duration.ofMinutes(16));

    // then
    assertThat(heart.actions()).extracting(SendAction::userId).contains("bob");
  }

  @Test
  void shouldGiveUpWhenNoOutcomeComesForADay() {
    // given
    enter("ada");

    // when
    heart.after(Duration.ofHours(25));

    // then
    assertThat(heart.onlyState("ada", "mails").errorMessage()).isEqualTo("no outcome");
  }

  @Test
  void shouldNotTakeABacklogForSilence() {
    // given: the log was not read for two days, and the outcome is behind the whole backlog
    Instant asked = heart.now();
    heart.givenBacklog();
    heart.after(Duration.ofDays(2));
    heart.whenAt(
        asked.plusSeconds(1), "ada", "user:created", "{'$set':{'email':'ada@example.org'}}");
    SendAction sent = heart.actions().get(0);

    // when
    heart.after(Duration.ofHours(1));
    assertThat(heart.actions()).isEmpty();
    heart.thenBacklogIsRead();
    heart.after(Duration.ofMinutes(10));
    heart.outcome(sent, OutcomeCame.Result.sent, null);

    // then
    assertThat(heart.log("ada", "mails")).containsExactly("entered null->a", "email_sent a->wait");
  }

  @Test
  void shouldArmTheWaitThatFollowsASleep() {
    // given
    heart.givenJourney(
        """
        {'id':'nap','trigger':{'event':'x'},
         'steps':[{'id':'nap','type':'sleep','duration':'PT1H','next':'wait'},
                  {'id':'wait','type':'wait_for_event','event':'y','timeout':{'days':1},'next':'done'},
                  {'id':'done','type':'complete'}]}
        """);
    heart.when("ada", "x");

    // when
    heart.when("ada", "y");
    heart.after(Duration.ofHours(2));

    // then
    assertThat(heart.log("ada", "nap"))
        .containsExactly(
            "entered null->nap",
            "waited nap->wait",
            "event_received wait->done",
            "completed wait->done");
  }

  @Test
  void shouldFeedEmittedEventsToOtherJourneysAndStopALoop() {
    // given
    heart.givenJourney(
        """
        {'id':'ping','trigger':{'event':'ping'},'entryLimit':'unlimited',
         'steps':[{'id':'e','type':'emit','event':'ping','next':'done'},
                  {'id':'done','type':'complete'}]}
        """);

    // when
    heart.when("ada", "ping");

    // then
    assertThat(heart.states("ada", "ping")).hasSize(17);
    assertThat(heart.refusals("ada", "ping")).containsExactly("loop");
  }
}
