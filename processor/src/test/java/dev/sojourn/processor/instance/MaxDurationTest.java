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

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenTemplate("hi");
    engine.givenJourney(
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
    engine.close();
  }

  private void enter() {
    engine.when("ada", "go", "{'$set':{'email':'a@b.c'}}");
  }

  @Test
  void shouldLetGoAtTheEndAndLeaveNoTimerBehind() {
    // given
    enter();
    Instant entered = engine.now();
    engine.delivered();

    // when
    engine.after(Duration.ofHours(2));

    // then
    assertThat(engine.log("ada", "trip"))
        .containsExactly(
            "entered null->a", "email_sent a->nap", "waited nap->wait", "exited wait->null");
    assertThat(engine.onlyState("ada", "trip").exitedAt())
        .isBetween(
            entered.plus(Duration.ofHours(2)), entered.plus(Duration.ofHours(2)).plusMillis(100));
    assertThat(engine.rows("timers")).isZero();
  }

  @Test
  void shouldLetGoWhileASendIsOut() {
    // given
    enter();
    SendAction out = engine.actions().get(0);

    // when
    engine.after(Duration.ofHours(2));
    engine.outcome(out, OutcomeCame.Result.sent, null);

    // then
    assertThat(engine.log("ada", "trip"))
        .containsExactly("entered null->a", "exited a->null", "email_sent a->null");
    assertThat(engine.rows("timers")).isZero();
    assertThat(engine.counts().get("trip").exited()).isEqualTo(1);
  }

  @Test
  void shouldLetGoBeforeAnEventThatArrivedLater() {
    // given
    enter();
    engine.delivered();
    engine.after(Duration.ofMinutes(61));
    Instant end = EngineHarness.START.plus(Duration.ofHours(2));
    engine.givenBacklog();

    // when: the timer has not fired yet, and the event is read first
    engine.whenAt(end.plusMillis(1), "ada", "paid", "{}");

    // then
    assertThat(engine.onlyState("ada", "trip").status()).isEqualTo("exited");
  }

  @Test
  void shouldCompleteWithTheEventThatArrivedInTime() {
    // given
    enter();
    engine.delivered();
    engine.after(Duration.ofMinutes(61));
    Instant end = EngineHarness.START.plus(Duration.ofHours(2));
    engine.givenBacklog();
    engine.after(Duration.ofHours(5));

    // when
    engine.whenAt(end, "ada", "paid", "{}");

    // then
    assertThat(engine.onlyState("ada", "trip").status()).isEqualTo("completed");
    engine.thenBacklogIsRead();
    engine.after(Duration.ofHours(1));
    assertThat(engine.rows("timers")).isZero();
  }
}
