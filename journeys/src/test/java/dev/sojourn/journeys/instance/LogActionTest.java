package dev.sojourn.journeys.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.instance.LogAction.Delivery;
import dev.sojourn.journeys.sending.Channel;
import dev.sojourn.journeys.step.StepResult;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogActionTest {

  private static final WaitState NAP = new WaitState.Timer(Instant.EPOCH);

  @ParameterizedTest
  @EnumSource
  void shouldFindEveryStandardActionByItsWord(StandardAction action) {
    assertThat(LogAction.named(action.word())).isSameAs(action);
  }

  @ParameterizedTest
  @EnumSource
  void shouldHaveAStandardActionForAMessageSentOnEachChannel(Channel channel) {
    assertThat(LogAction.sentOn(channel.name()))
        .isInstanceOf(StandardAction.class)
        .satisfies(
            action -> {
              assertThat(action.isMessage()).isTrue();
              assertThat(action.delivery()).contains(Delivery.SENT);
            });
  }

  @Test
  void shouldKeepTheWordOfAnotherStepType() {
    // when
    LogAction action = LogAction.named("score_updated");

    // then
    assertThat(action).isEqualTo(new CustomAction("score_updated")).hasToString("score_updated");
    assertThat(action.isMessage()).isFalse();
    assertThat(action.delivery()).isEmpty();
  }

  @Test
  void shouldTakeAWordOfAnotherStepTypeForAMessageWhenItEndsLikeOne() {
    // when
    LogAction action = LogAction.sentOn("whatsapp");

    // then
    assertThat(action.word()).isEqualTo("whatsapp_sent");
    assertThat(action.isMessage()).isTrue();
    assertThat(action.delivery()).contains(Delivery.SENT);
  }

  @Test
  void shouldRefuseTheWordOfAStandardActionAsOneOfItsOwn() {
    assertThatThrownBy(() -> new CustomAction("email_sent"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 'email_sent', which is StandardAction.EMAIL_SENT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"entered", "retried", "goal_reached", "send_held", "completed", "failed"})
  void shouldRefuseToGoOnWithAnActionThatSaysSomethingElse(String word) {
    assertThatThrownBy(() -> StepResult.move("next", LogAction.named(word), null))
        .hasMessageContaining("found '" + word + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"entered", "goal_reached", "waited", "email_sent", "cancelled"})
  void shouldRefuseToWaitWithAnActionThatSaysSomethingElse(String word) {
    assertThatThrownBy(() -> StepResult.stay(NAP, LogAction.named(word), Map.of()))
        .hasMessageContaining("found '" + word + "'");
  }

  @Test
  void shouldLetAStepGoOnAndWaitUnderAWordOfItsOwn() {
    // given
    LogAction own = LogAction.named("asked");

    // then
    assertThat(StepResult.move("next", own, null)).isInstanceOf(StepResult.GoTo.class);
    assertThat(StepResult.stay(NAP, own, Map.of())).isInstanceOf(StepResult.Wait.class);
  }
}
