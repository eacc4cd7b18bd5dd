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

  private EngineHarness heart;

  @BeforeEach
  void start() {
    heart = new EngineHarness();
    heart.givenJourney(
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
    heart.close();
  }

  @Test
  void shouldAskDeliveryForTheCall() {
    // when
    heart.when("ada", "go", "{'plan':'pro','$set':{'email':'a@b.c'}}");

    // then
    assertThat(heart.onlyState("ada", "trip").status()).isEqualTo("active");
    assertThat(heart.actions())
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
    heart.when("ada", "go");

    // when
    heart.delivered();

    // then
    assertThat(heart.log("ada", "trip"))
        .containsExactly("entered null->tell", "webhook_called tell->done", "completed tell->done");
  }

  @Test
  void shouldTryAgainByATimerAndGoOnWhenItFailsForGood() {
    // given
    heart.when("ada", "go");
    List<SendAction> first = heart.actions();
    heart.outcome(first.get(0), OutcomeCame.Result.retry, "Webhook answered 503");

    // when
    heart.after(Duration.ofMinutes(1));
    List<SendAction> second = heart.actions();
    heart.outcome(second.get(0), OutcomeCame.Result.failed, "Webhook answered 404");

    // then
    assertThat(second.get(0).sendId()).isEqualTo(first.get(0).sendId());
    assertThat(second.get(0).attempt()).isEqualTo(2);
    assertThat(heart.log("ada", "trip"))
        .containsExactly("entered null->tell", "webhook_failed tell->done", "completed tell->done");
    assertThat(heart.rows("timers")).isZero();
  }

  @Test
  void shouldAskAgainWhenAnOutcomeIsMissing() {
    // given
    heart.when("ada", "go");
    SendAction first = heart.actions().get(0);

    // when
    heart.after(Duration.ofMinutes(46));

    // then
    assertThat(heart.actions())
        .isNotEmpty()
        .allSatisfy(
            again -> {
              assertThat(again.sendId()).isEqualTo(first.sendId());
              assertThat(again.attempt()).isEqualTo(1);
              assertThat(again.content()).isEqualTo(first.content());
            });
  }
}
