package dev.sojourn.processor.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.topics.action.SendAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TotalsTest {

  private EngineHarness heart;

  @BeforeEach
  void start() {
    heart = new EngineHarness();
    heart.givenTemplate("hello");
    heart.givenJourney(
        """
        {'id':'mails','trigger':{'event':'user:created'},'entryLimit':'unlimited',
         'exitOn':[{'event':'user:deleted'}],
         'steps':[
          {'id':'a','type':'send','channel':'email','template':'hello','onFailure':'continue','next':'b'},
          {'id':'b','type':'send','channel':'email','template':'hello','next':'done'},
          {'id':'done','type':'complete'}]}
        """);
  }

  @AfterEach
  void stop() {
    heart.close();
  }

  private void enter(String userId) {
    heart.when(userId, "user:created", "{'$set':{'email':'a@b.c'}}");
  }

  private long sent() {
    return heart.total("mails", CounterKey.EMAIL_SENT);
  }

  private long contacts() {
    return heart.total("", CounterKey.CONTACTS);
  }

  @Test
  void shouldCountEachMailThatWentOutOnce() {
    // given
    enter("ada");

    // when
    SendAction first = heart.delivered().get(0);
    heart.outcome(first, OutcomeCame.Result.sent, null);
    heart.delivered();

    // then
    assertThat(heart.onlyState("ada", "mails").status()).isEqualTo("completed");
    assertThat(sent()).isEqualTo(2);
  }

  @Test
  void shouldNotCountMailsThatDidNotGoOut() {
    // given
    enter("ada");
    heart.when("bob", "user:created");

    // when
    List<SendAction> actions = heart.actions();
    assertThat(actions).hasSize(1);
    heart.outcome(actions.get(0), OutcomeCame.Result.failed, "no such mailbox");

    // then
    assertThat(heart.onlyState("bob", "mails").status()).isEqualTo("completed");
    assertThat(sent()).isZero();
  }

  @Test
  void shouldCountAMailOfAnInstanceThatIsOver() {
    // given
    enter("ada");
    List<SendAction> actions = heart.actions();

    // when
    heart.when("ada", "user:deleted");
    heart.outcome(actions.get(0), OutcomeCame.Result.sent, null);

    // then
    assertThat(heart.onlyState("ada", "mails").status()).isEqualTo("exited");
    assertThat(sent()).isEqualTo(1);
  }

  @Test
  void shouldCountPersonsOfWhomThereIsAContact() {
    // when
    enter("ada");
    heart.when("ada", "seen", "{'$set':{'plan':'pro'}}");
    enter("bob");
    heart.when("eve", "user:created");

    // then
    assertThat(contacts()).isEqualTo(2);
  }

  @Test
  void shouldCountDeadLettersThatArePending() {
    // when
    heart.raw("no event".getBytes(StandardCharsets.UTF_8), new RecordHeaders());

    // then
    assertThat(heart.total("", CounterKey.PENDING_DEAD_LETTERS)).isEqualTo(1);
  }

  @Test
  void shouldNotTakeTheTotalsOfTheWholeForAJourney() {
    // when
    enter("ada");

    // then
    assertThat(heart.counts()).containsOnlyKeys("mails");
  }
}
