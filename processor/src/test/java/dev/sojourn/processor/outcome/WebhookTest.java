package dev.sojourn.processor.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.topics.action.SendAction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookTest {

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenJourney(
        """
        {'id':'trip','trigger':{'event':'go'},
         'steps':[
          {'id':'tell','type':'webhook','url':'https://x.y/z','headers':{'A':'b'},
           'body':{'n':1},'onFailure':'continue','next':'done'},
          {'id':'done','type':'complete'}]}
        """);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void shouldAskDeliveryForTheCall() {
    // when
    engine.when("ada", "go", "{'plan':'pro','$set':{'email':'a@b.c'}}");

    // then
    assertThat(engine.onlyState("ada", "trip").status()).isEqualTo("active");
    assertThat(engine.actions())
        .singleElement()
        .satisfies(
            action -> {
              assertThat(action.channel()).isEqualTo("webhook");
              assertThat(action.to()).isEqualTo("https://x.y/z");
              assertThat(action.context()).isEqualTo(Map.of("plan", "pro"));
              assertThat(action.content())
                  .isEqualTo(new SendAction.Call(Map.of("A", "b"), Map.of("n", 1), "a@b.c"));
            });
  }

  @Test
  void shouldGoOnWhenItIsAnswered() {
    // given
    engine.when("ada", "go");

    // when
    engine.delivered();

    // then
    assertThat(engine.log("ada", "trip"))
        .containsExactly("entered null->tell", "webhook_called tell->done", "completed tell->done");
  }

  @Test
  void shouldTryAgainByATimerAndGoOnWhenItFailsForGood() {
    // given
    engine.when("ada", "go");
    List<SendAction> first = engine.actions();
    engine.outcome(first.get(0), OutcomeCame.Result.retry, "Webhook answered 503");

    // when
    engine.after(Duration.ofMinutes(1));
    List<SendAction> second = engine.actions();
    engine.outcome(second.get(0), OutcomeCame.Result.failed, "Webhook answered 404");

    // then
    assertThat(second.get(0).sendId()).isEqualTo(first.get(0).sendId());
    assertThat(second.get(0).attempt()).isEqualTo(2);
    assertThat(engine.log("ada", "trip"))
        .containsExactly("entered null->tell", "webhook_failed tell->done", "completed tell->done");
    assertThat(engine.rows("timers")).isZero();
  }

  @Test
  void shouldAskAgainWhenAnOutcomeIsMissing() {
    // given
    engine.when("ada", "go");
    SendAction first = engine.actions().get(0);

    // when
    engine.after(Duration.ofMinutes(46));

    // then
    assertThat(engine.actions())
        .isNotEmpty()
        .allSatisfy(
            again -> {
              assertThat(again.sendId()).isEqualTo(first.sendId());
              assertThat(again.attempt()).isEqualTo(1);
              assertThat(again.content()).isEqualTo(first.content());
            });
  }
}
