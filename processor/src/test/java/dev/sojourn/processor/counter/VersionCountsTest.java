package dev.sojourn.processor.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.processor.counter.VersionQueries.StepView;
import dev.sojourn.processor.counter.VersionQueries.VersionView;
import dev.sojourn.processor.counter.VersionQueries.VersionsOf;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.Query;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.command.Command;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VersionCountsTest {

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenTemplate("hello");
    publish("fail");
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  /** A version for each way to go on after a failed send. */
  private void publish(String onFailure) {
    engine.givenJourney(
        """
        {'id':'trip','trigger':{'event':'go'},'entryLimit':'unlimited','maxDuration':'P2D',
         'exitOn':[{'event':'leave'}],
         'steps':[
          {'id':'mail','type':'send','channel':'email','template':'hello','onFailure':'%s','next':'nap'},
          {'id':'nap','type':'sleep','duration':'P1D','next':'paid'},
          {'id':'paid','type':'branch','otherwise':'out','paths':[
            {'when':[{'type':'property','property':'paid','operator':'eq','value':true}],'next':'done'}]},
          {'id':'done','type':'complete'},
          {'id':'out','type':'exit','reason':'max_duration'}]}
        """
            .formatted(onFailure));
  }

  private void enter(String userId) {
    engine.when(userId, "go", "{'paid':true,'$set':{'email':'a@b.c'}}");
  }

  private void failSend() {
    SendAction send = engine.actions().get(0);
    engine.outcome(send, OutcomeCame.Result.failed, "no such mailbox");
  }

  private void cancel(String userId) {
    InstanceId id = InstanceId.parse(engine.onlyState(userId, "trip").id()).orElseThrow();
    engine.command(new Command.CancelInstance(userId, id, "somebody"));
  }

  private List<VersionView> versions() {
    return engine.ask(new VersionsOf("trip")).versions();
  }

  private VersionView version() {
    assertThat(versions()).hasSize(1);
    return versions().get(0);
  }

  private StepView step(String id) {
    return version().steps().stream()
        .filter(step -> step.step().equals(id))
        .findFirst()
        .orElse(new StepView(id, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void shouldCountWhereAnInstanceIs() {
    // when
    enter("ada");

    // then
    assertThat(version().active()).isEqualTo(1);
    assertThat(version().steps()).containsExactly(new StepView("mail", 1, 0, 0, 0, 0, 0));
    assertThat(step("mail").entered()).isEqualTo(1);
  }

  @Test
  void shouldCountEveryStepOfACompletedInstanceAsCompleted() {
    // when
    enter("ada");
    engine.delivered();
    engine.after(Duration.ofDays(1));

    // then
    assertThat(version().completed()).isEqualTo(1);
    assertThat(version().durationMs())
        .isPositive()
        .isEqualTo(engine.total("trip", CounterKey.DURATION));
    assertThat(version().steps())
        .containsExactly(
            new StepView("mail", 0, 1, 0, 0, 0, 0),
            new StepView("nap", 0, 1, 0, 0, 0, 0),
            new StepView("paid", 0, 1, 0, 0, 0, 0),
            new StepView("done", 0, 1, 0, 0, 0, 0));
  }

  @Test
  void shouldCountAnExitStepAsCompletedAndNotAsExpiredWhateverItsReason() {
    // when
    engine.when("ada", "go", "{'$set':{'email':'a@b.c'}}");
    engine.delivered();
    engine.after(Duration.ofDays(1));

    // then
    assertThat(version().exited()).isEqualTo(1);
    assertThat(version().expired()).isZero();
    assertThat(step("out")).isEqualTo(new StepView("out", 0, 1, 0, 0, 0, 0));
  }

  @Test
  void shouldCountExitRulesAndCancellationsAsLeavingTheirStep() {
    // given
    enter("ada");
    enter("bea");
    engine.delivered();

    // when
    engine.when("ada", "leave");
    cancel("bea");

    // then
    assertThat(version().exited()).isEqualTo(2);
    assertThat(version().expired()).isZero();
    assertThat(step("nap")).isEqualTo(new StepView("nap", 0, 0, 0, 2, 0, 0));
  }

  @Test
  void shouldCountExpiredInstancesAmongTheExited() {
    // given
    engine.givenJourney(
        """
        {'id':'nap','trigger':{'event':'tired'},'maxDuration':'PT1H',
         'steps':[{'id':'bed','type':'sleep','duration':'P1D','next':'done'},
                  {'id':'done','type':'complete'}]}
        """);
    engine.when("ada", "tired");

    // when
    engine.after(Duration.ofHours(1));

    // then
    VersionView nap = engine.ask(new VersionsOf("nap")).versions().get(0);
    assertThat(nap.exited()).isEqualTo(1);
    assertThat(nap.expired()).isEqualTo(1);
    assertThat(nap.steps()).containsExactly(new StepView("bed", 0, 0, 0, 1, 0, 0));
  }

  @Test
  void shouldCountARetryAsAnotherVisit() {
    // given
    enter("ada");
    failSend();
    assertThat(version().failed()).isEqualTo(1);
    assertThat(step("mail")).isEqualTo(new StepView("mail", 0, 0, 1, 0, 0, 0));

    // when
    long offset =
        engine.ask(new Query.DeadLetters("journey", "pending", null, 1)).entries().get(0).offset();
    engine.command(new Command.RetryDeadLetter(0, offset, "somebody", null));

    // then
    assertThat(version().failed()).isZero();
    assertThat(version().active()).isEqualTo(1);
    assertThat(step("mail")).isEqualTo(new StepView("mail", 1, 0, 1, 0, 0, 0));
    assertThat(step("mail").entered()).isEqualTo(2);
  }

  @Test
  void shouldCountAFailedSendAfterWhichTheInstanceWentOn() {
    // given
    publish("continue");
    enter("ada");

    // when
    failSend();

    // then
    assertThat(step("mail")).isEqualTo(new StepView("mail", 0, 1, 0, 0, 0, 1));
    assertThat(step("nap").active()).isEqualTo(1);
  }

  @Test
  void shouldCountASkippedSend() {
    // when nothing says where to send it
    engine.when("ada", "go");

    // then
    assertThat(step("mail")).isEqualTo(new StepView("mail", 0, 1, 0, 0, 1, 0));
  }

  @Test
  void shouldNotCountAnOutcomeAfterTheEndAsAVisit() {
    // given
    enter("ada");
    engine.when("ada", "leave");

    // when
    engine.delivered();

    // then
    assertThat(version().steps()).containsExactly(new StepView("mail", 0, 0, 0, 1, 0, 0));
  }

  @Test
  void shouldCountEachVersionByItself() {
    // given
    enter("ada");

    // when
    publish("continue");
    enter("bea");
    engine.delivered();

    // then
    assertThat(versions()).extracting(VersionView::version).containsExactly(1, 2);
    assertThat(versions()).extracting(VersionView::waiting).containsExactly(1L, 1L);
  }

  @Test
  void shouldNotShowVersionsOfOtherJourneysWhoseIdBeginsAlike() {
    // given
    engine.givenJourney(
        """
        {'id':'trip-two','trigger':{'event':'go'},
         'steps':[{'id':'done','type':'complete'}]}
        """);

    // when
    enter("ada");

    // then
    assertThat(version().active()).isEqualTo(1);
    assertThat(engine.ask(new VersionsOf("trip-two")).versions()).hasSize(1);
    assertThat(engine.counts()).containsOnlyKeys("trip", "trip-two");
  }

  @Test
  void shouldTakeBackWhatWasCountedOfAnErasedPerson() {
    // given
    enter("ada");
    enter("bea");
    engine.delivered();

    // when
    engine.command(new Command.EraseContact("ada", "AAECAwQFBgcICQoLDA0ODw=="));

    // then
    assertThat(version().waiting()).isEqualTo(1);
    assertThat(version().steps())
        .containsExactly(
            new StepView("mail", 0, 1, 0, 0, 0, 0), new StepView("nap", 1, 0, 0, 0, 0, 0));
  }
}
