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

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenTemplate("first");
    engine.givenTemplate("second");
    engine.givenJourney(TWO_MAILS);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private void enter(String userId) {
    engine.when(userId, "user:created", "{'$set':{'email':'%s@example.org'}}".formatted(userId));
  }

  @Test
  void shouldParkAsActiveUntilTheOutcomeComes() {
    // when
    enter("ada");

    // then
    assertThat(engine.onlyState("ada", "mails").status()).isEqualTo("active");
    List<SendAction> sent = engine.actions();
    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).to()).isEqualTo("ada@example.org");
    assertThat(sent.get(0).template()).isEqualTo("first");
  }

  @Test
  void shouldSayOfWhichCategoryAMailIs() {
    // given
    engine.givenTemplate("tips", "tips");
    engine.givenJourney(
        """
        {'id':'news','trigger':{'event':'subscribed'},'category':'news','entryLimit':'unlimited',
         'steps':[
          {'id':'a','type':'send','channel':'email','template':'first','next':'b'},
          {'id':'b','type':'send','channel':'email','template':'tips','next':'done'},
          {'id':'done','type':'complete'}]}
        """);

    // when
    engine.when("ada", "subscribed", "{'$set':{'email':'ada@example.org'}}");
    SendAction first = engine.actions().get(0);
    engine.outcome(first, OutcomeCame.Result.sent, null);
    SendAction second = engine.actions().get(0);
    enter("bea");
    SendAction other = engine.actions().get(0);

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
    List<SendAction> sent = engine.actions();

    // when
    engine.when("ada", "opened:app");
    engine.outcome(sent.get(0), OutcomeCame.Result.sent, null);

    // then
    assertThat(engine.log("ada", "mails"))
        .containsExactly("entered null->a", "email_sent a->wait", "event_received wait->b");
  }

  @Test
  void shouldIgnoreAnOutcomeThatComesTwice() {
    // given
    enter("ada");
    SendAction sent = engine.actions().get(0);
    engine.outcome(sent, OutcomeCame.Result.sent, null);

    // when
    engine.outcome(sent, OutcomeCame.Result.sent, null);

    // then
    assertThat(engine.log("ada", "mails")).containsExactly("entered null->a", "email_sent a->wait");
  }

  @Test
  void shouldTryAgainUnderTheSameIdAndFailInTheEnd() {
    // given
    enter("ada");
    SendAction first = engine.actions().get(0);
    SendAction attempt = first;

    // when
    for (int i = 1; i < 8; i++) {
      engine.outcome(attempt, OutcomeCame.Result.retry, "busy");
      engine.after(Duration.ofMinutes(31));
      attempt = engine.actions().get(0);
      assertThat(attempt.sendId()).isEqualTo(first.sendId());
      assertThat(attempt.attempt()).isEqualTo(i + 1);
    }
    engine.outcome(attempt, OutcomeCame.Result.retry, "busy");

    // then
    assertThat(engine.onlyState("ada", "mails").status()).isEqualTo("failed");
    assertThat(engine.onlyState("ada", "mails").errorMessage()).isEqualTo("busy");
    assertThat(Headers.text(engine.deadLetters().get(0).headers(), Headers.SOURCE))
        .hasValue("journey");
  }

  @Test
  void shouldFailWhenTheTemplateIsNotThere() {
    // given
    engine.givenJourney(
        """
        {'id':'lost','trigger':{'event':'x'},
         'steps':[{'id':'a','type':'send','channel':'email','template':'gone','next':'done'},
                  {'id':'done','type':'complete'}]}
        """);

    // when
    engine.when("ada", "x", "{'$set':{'email':'a@b.c'}}");

    // then
    assertThat(engine.onlyState("ada", "lost").errorMessage())
        .isEqualTo("Template not found: gone");
  }

  @Test
  void shouldSkipWhenThereIsNoAddress() {
    // when
    engine.when("ada", "user:created");

    // then
    assertThat(engine.log("ada", "mails"))
        .containsExactly("entered null->a", "send_skipped a->wait");
  }

  @Test
  void shouldTellAnOutcomeThatComesAfterTheCancel() {
    // given
    enter("ada");
    SendAction sent = engine.actions().get(0);
    InstanceId id = InstanceId.parse(engine.onlyState("ada", "mails").id()).orElseThrow();
    engine.command(new Command.CancelInstance("ada", id, "admin"));

    // when
    engine.outcome(sent, OutcomeCame.Result.sent, null);
    engine.outcome(sent, OutcomeCame.Result.sent, null);

    // then
    assertThat(engine.log("ada", "mails"))
        .containsExactly("entered null->a", "cancelled a->null", "email_sent a->null");
    assertThat(engine.onlyState("ada", "mails").status()).isEqualTo("exited");
  }

  @Test
  void shouldAskAgainWhenAnOutcomeIsMissing() {
    // given
    enter("ada");
    SendAction first = engine.actions().get(0);
    engine.journal();

    // when
    engine.after(Duration.ofMinutes(46));

    // then
    assertThat(engine.journal().get(0).get("source").asText()).isEqualTo("sweep");
    List<SendAction> again = engine.actions();
    assertThat(again).isNotEmpty();
    assertThat(again.get(0).sendId()).isEqualTo(first.sendId());
    assertThat(again.get(0).attempt()).isEqualTo(first.attempt());
  }

  @Test
  void shouldNotAskAgainForWhatWaitsForDelivery() {
    // given
    engine.givenDeliveryIsBehind();
    enter("ada");
    SendAction first = engine.actions().get(0);

    // when
    engine.after(Duration.ofHours(30));

    // then
    assertThat(engine.actions()).isEmpty();
    assertThat(engine.onlyState("ada", "mails").status()).isEqualTo("active");

    // when
    engine.thenDeliveryIsDone();
    engine.after(Duration.ofMinutes(46));

    // then
    List<SendAction> again = engine.actions();
    assertThat(again).isNotEmpty();
    assertThat(again.get(0).sendId()).isEqualTo(first.sendId());
  }

  @Test
  void shouldNotAskAgainForWhatFellSilentAfterDeliveryWasAsked() {
    // given: the answer takes so long that the second send, too, is overdue by then
    enter("ada");
    engine.after(Duration.ofMinutes(16));
    engine.after(Duration.ofMinutes(10));
    enter("bob");
    engine.actions();
    engine.givenDeliveryDoesNotAnswerYet();
    engine.after(Duration.ofMinutes(6));
    engine.after(Duration.ofMinutes(10));
    assertThat(engine.actions()).isEmpty();

    // when
    engine.thenDeliveryAnswers();
    engine.after(Duration.ofSeconds(5));

    // then
    assertThat(engine.actions()).extracting(SendAction::userId).containsExactly("ada");

    // when: delivery is asked about all of it
    engine.after(Duration.ofMinutes(16));

    // then
    assertThat(engine.actions()).extracting(SendAction::userId).contains("bob");
  }

  @Test
  void shouldGiveUpWhenNoOutcomeComesForADay() {
    // given
    enter("ada");

    // when
    engine.after(Duration.ofHours(25));

    // then
    assertThat(engine.onlyState("ada", "mails").errorMessage()).isEqualTo("no outcome");
  }

  @Test
  void shouldNotTakeABacklogForSilence() {
    // given: the log was not read for two days, and the outcome is behind the whole backlog
    Instant asked = engine.now();
    engine.givenBacklog();
    engine.after(Duration.ofDays(2));
    engine.whenAt(
        asked.plusSeconds(1), "ada", "user:created", "{'$set':{'email':'ada@example.org'}}");
    SendAction sent = engine.actions().get(0);

    // when
    engine.after(Duration.ofHours(1));
    assertThat(engine.actions()).isEmpty();
    engine.thenBacklogIsRead();
    engine.after(Duration.ofMinutes(10));
    engine.outcome(sent, OutcomeCame.Result.sent, null);

    // then
    assertThat(engine.log("ada", "mails")).containsExactly("entered null->a", "email_sent a->wait");
  }

  @Test
  void shouldArmTheWaitThatFollowsASleep() {
    // given
    engine.givenJourney(
        """
        {'id':'nap','trigger':{'event':'x'},
         'steps':[{'id':'nap','type':'sleep','duration':'PT1H','next':'wait'},
                  {'id':'wait','type':'wait_for_event','event':'y','timeout':{'days':1},'next':'done'},
                  {'id':'done','type':'complete'}]}
        """);
    engine.when("ada", "x");

    // when
    engine.when("ada", "y");
    engine.after(Duration.ofHours(2));

    // then
    assertThat(engine.log("ada", "nap"))
        .containsExactly(
            "entered null->nap",
            "waited nap->wait",
            "event_received wait->done",
            "completed wait->done");
  }

  @Test
  void shouldFeedEmittedEventsToOtherJourneysAndStopALoop() {
    // given
    engine.givenJourney(
        """
        {'id':'ping','trigger':{'event':'ping'},'entryLimit':'unlimited',
         'steps':[{'id':'e','type':'emit','event':'ping','next':'done'},
                  {'id':'done','type':'complete'}]}
        """);

    // when
    engine.when("ada", "ping");

    // then
    assertThat(engine.states("ada", "ping")).hasSize(17);
    assertThat(engine.refusals("ada", "ping")).containsExactly("loop");
  }
}
