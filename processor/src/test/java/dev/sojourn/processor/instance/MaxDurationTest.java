package dev.sojourn.processor.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.topics.action.SendAction;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MaxDurationTest {

  private EngineHarness heart;

  @BeforeEach
  void start() {
    heart = new EngineHarness();
    heart.givenTemplate("hi");
    heart.givenJourney(
        """
        {'id':'trip','trigger':{'event':'go'},'entryLimit':'unlimited','maxDuration':{'hours':2},
         'steps':[
          {'id':'a','type':'send','channel':'email','template':'hi','next':'nap'},
          {'id':'nap','type':'sleep','duration':{'hours':1},'next':'wait'},
          {'id':'wait','type':'wait_for_event','event':'paid','timeout':{'days':1},'next':'done'},
          {'id':'done','type':'complete'}]}
        """);
  }

  @AfterEach
  void stop() {
    heart.close();
  }

  private void enter() {
    heart.when("ada", "go", "{'$set':{'email':'a@b.c'}}");
  }

  @Test
  void shouldLetGoAtTheEndAndLeaveNoTimerBehind() {
    // given
    enter();
    Instant entered = heart.now();
    heart.delivered();

    // when
    heart.after(Duration.ofHours(2));

    // then
    assertThat(heart.log("ada", "trip"))
        .containsExactly(
            "entered null->a", "email_sent a->nap", "waited nap->wait", "exited wait->null");
    assertThat(heart.onlyState("ada", "trip").exitedAt())
        .isBetween(
            entered.plus(Duration.ofHours(2)), entered.plus(Duration.ofHours(2)).plusMillis(100));
    assertThat(heart.rows("timers")).isZero();
  }

  @Test
  void shouldLetGoWhileASendIsOut() {
    // given
    enter();
    SendAction out = heart.actions().get(0);

    // when
    heart.after(Duration.ofHours(2));
    heart.outcome(out, OutcomeCame.Result.sent, null);

    // then
    assertThat(heart.log("ada", "trip"))
        .containsExactly("entered null->a", "exited a->null", "email_sent a->null");
    assertThat(heart.rows("timers")).isZero();
    assertThat(heart.counts().get("trip").exited()).isEqualTo(1);
  }

  @Test
  void shouldLetGoBeforeAnEventThatArrivedLater() {
    // given
    enter();
    heart.delivered();
    heart.after(Duration.ofMinutes(61));
    Instant end = EngineHarness.START.plus(Duration.ofHours(2));
    heart.givenBacklog();

    // when: the timer has not fired yet, and the event is read first
    heart.whenAt(end.plusMillis(1), "ada", "paid", "{}");

    // then
    assertThat(heart.onlyState("ada", "trip").status()).isEqualTo("exited");
  }

  @Test
  void shouldCompleteWithTheEventThatArrivedInTime() {
    // given
    enter();
    heart.delivered();
    heart.after(Duration.ofMinutes(61));
    Instant end = EngineHarness.START.plus(Duration.ofHours(2));
    heart.givenBacklog();
    heart.after(Duration.ofHours(5));

    // when
    heart.whenAt(end, "ada", "paid", "{}");

    // then
    assertThat(heart.onlyState("ada", "trip").status()).isEqualTo("completed");
    heart.thenBacklogIsRead();
    heart.after(Duration.ofHours(1));
    assertThat(heart.rows("timers")).isZero();
  }
}
