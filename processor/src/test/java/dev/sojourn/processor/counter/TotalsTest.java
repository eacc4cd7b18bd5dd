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

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenTemplate("hello");
    engine.givenJourney(
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
    engine.close();
  }

  private void enter(String userId) {
    engine.when(userId, "user:created", "{'$set':{'email':'a@b.c'}}");
  }

  private long sent() {
    return engine.total("mails", CounterKey.EMAIL_SENT);
  }

  private long contacts() {
    return engine.total("", CounterKey.CONTACTS);
  }

  @Test
  void shouldCountEachMailThatWentOutOnce() {
    // given
    enter("ada");

    // when
    SendAction first = engine.delivered().get(0);
    engine.outcome(first, OutcomeCame.Result.sent, null);
    engine.delivered();

    // then
    assertThat(engine.onlyState("ada", "mails").status()).isEqualTo("completed");
    assertThat(sent()).isEqualTo(2);
  }

  @Test
  void shouldNotCountMailsThatDidNotGoOut() {
    // given
    enter("ada");
    engine.when("bob", "user:created");

    // when
    List<SendAction> actions = engine.actions();
    assertThat(actions).hasSize(1);
    engine.outcome(actions.get(0), OutcomeCame.Result.failed, "no such mailbox");

    // then
    assertThat(engine.onlyState("bob", "mails").status()).isEqualTo("completed");
    assertThat(sent()).isZero();
  }

  @Test
  void shouldCountAMailOfAnInstanceThatIsOver() {
    // given
    enter("ada");
    List<SendAction> actions = engine.actions();

    // when
    engine.when("ada", "user:deleted");
    engine.outcome(actions.get(0), OutcomeCame.Result.sent, null);

    // then
    assertThat(engine.onlyState("ada", "mails").status()).isEqualTo("exited");
    assertThat(sent()).isEqualTo(1);
  }

  @Test
  void shouldCountPersonsOfWhomThereIsAContact() {
    // when
    enter("ada");
    engine.when("ada", "seen", "{'$set':{'plan':'pro'}}");
    enter("bob");
    engine.when("eve", "user:created");

    // then
    assertThat(contacts()).isEqualTo(2);
  }

  @Test
  void shouldCountDeadLettersThatArePending() {
    // when
    engine.raw("no event".getBytes(StandardCharsets.UTF_8), new RecordHeaders());

    // then
    assertThat(engine.total("", CounterKey.PENDING_DEAD_LETTERS)).isEqualTo(1);
  }

  @Test
  void shouldNotTakeTheTotalsOfTheWholeForAJourney() {
    // when
    enter("ada");

    // then
    assertThat(engine.counts()).containsOnlyKeys("mails");
  }
}
