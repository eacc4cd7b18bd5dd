package dev.sojourn.processor.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.command.Command;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetersTest {

  private static final String MAIL =
      """
      {'id':'mail','trigger':{'event':'user:created'},'entryLimit':'once',
       'exitOn':[{'event':'user:deleted'}],
       'steps':[
        {'id':'nap','type':'sleep','duration':'PT1H','next':'send'},
        {'id':'send','type':'send','channel':'email','template':'hello','next':'done'},
        {'id':'done','type':'complete'}]}
      """;

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenTemplate("hello");
    engine.givenJourney(MAIL);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private void enter(String userId) {
    engine.when(userId, "user:created", "{'$set':{'email':'a@b.c'}}");
  }

  private SendAction sendOf(String userId) {
    enter(userId);
    engine.after(Duration.ofHours(1));
    List<SendAction> actions = engine.actions();
    return actions.get(actions.size() - 1);
  }

  @Test
  void shouldCountEventsByWhatCameOfThem() {
    // when
    enter("ada");
    engine.when("ada", "page:viewed");
    engine.raw(engine.now(), "{'uuid':'1','event':'user:created','distinct_id':'bob'}");
    engine.raw(engine.now(), "{'uuid':'1','event':'user:created','distinct_id':'bob'}");
    engine.raw("no event".getBytes(StandardCharsets.UTF_8), new RecordHeaders());

    // then
    assertThat(engine.counted("sojourn_events", "result", "decided")).isEqualTo(2);
    assertThat(engine.counted("sojourn_events", "result", "stored")).isEqualTo(1);
    assertThat(engine.counted("sojourn_events", "result", "repeat")).isEqualTo(1);
    assertThat(engine.counted("sojourn_events", "result", "invalid")).isEqualTo(1);
    assertThat(engine.counted("sojourn_events", "result", "rerouted")).isZero();
  }

  @Test
  void shouldCountAnEventThatIsSentOnAndComesBackInVain() {
    try (EngineHarness oneOfMany = new EngineHarness(1_000)) {
      // when the driver, which has one partition, brings it back
      oneOfMany.when("ada", "page:viewed");

      // then
      assertThat(oneOfMany.counted("sojourn_events", "result", "rerouted")).isEqualTo(1);
      assertThat(oneOfMany.counted("sojourn_events", "result", "invalid")).isEqualTo(1);
    }
  }

  @Test
  void shouldCountWhoEntersAndWhyOthersDoNot() {
    // given
    engine.command(
        new Command.ChangePreferences("bob", new PreferencesPatch(null, true, null, null, null)));

    // when
    enter("ada");
    enter("ada");
    enter("bob");

    // then
    assertThat(
            engine.counted(
                "sojourn_decisions", "journey", "mail", "outcome", "entered", "reason", ""))
        .isEqualTo(1);
    assertThat(
            engine.counted(
                "sojourn_decisions",
                "journey",
                "mail",
                "outcome",
                "rejected",
                "reason",
                "already_entered_once"))
        .isEqualTo(1);
    assertThat(
            engine.counted(
                "sojourn_decisions",
                "journey",
                "mail",
                "outcome",
                "rejected",
                "reason",
                "user_unsubscribed"))
        .isEqualTo(1);
  }

  @Test
  void shouldMeasureHowLateTimersFire() {
    // given
    enter("ada");
    engine.givenBacklog();
    engine.after(Duration.ofHours(1).plusSeconds(20));
    assertThat(engine.lateness().count()).isZero();

    // when
    engine.thenBacklogIsRead();
    engine.after(Duration.ofSeconds(5));

    // then
    HistogramSnapshot lateness = engine.lateness();
    assertThat(lateness.count()).isEqualTo(1);
    assertThat(lateness.histogramCounts())
        .filteredOn(bucket -> bucket.count() > 0)
        .extracting(bucket -> bucket.bucket(TimeUnit.SECONDS))
        .first()
        .isEqualTo(30.0);
    assertThat(lateness.total(TimeUnit.SECONDS)).isBetween(20.0, 30.0);
  }

  @Test
  void shouldCountSendsAndWhatBecameOfThem() {
    // given
    SendAction first = sendOf("ada");
    engine.outcome(first, OutcomeCame.Result.retry, "busy");
    engine.after(Duration.ofMinutes(10));
    SendAction second = engine.actions().get(0);

    // when
    engine.outcome(second, OutcomeCame.Result.sent, null);
    engine.outcome(second, OutcomeCame.Result.sent, null);
    engine.outcome(sendOf("bob"), OutcomeCame.Result.failed, "no such mailbox");

    // then
    assertThat(engine.counted("sojourn_sends", "channel", "email")).isEqualTo(3);
    assertThat(engine.counted("sojourn_send_outcomes", "channel", "email", "result", "retry"))
        .isEqualTo(1);
    assertThat(engine.counted("sojourn_send_outcomes", "channel", "email", "result", "sent"))
        .isEqualTo(1);
    assertThat(engine.counted("sojourn_send_outcomes", "channel", "email", "result", "failed"))
        .isEqualTo(1);
    assertThat(engine.counted("sojourn_send_outcomes", "channel", "", "result", "ignored"))
        .isEqualTo(1);
  }

  @Test
  void shouldCountASkippedSendByItsReason() {
    // given
    enter("ada");

    // when
    engine.command(
        new Command.ChangePreferences("ada", new PreferencesPatch(null, null, true, null, null)));
    engine.after(Duration.ofHours(1));

    // then
    assertThat(engine.counted("sojourn_sends_skipped", "reason", "suppressed")).isEqualTo(1);
    assertThat(engine.counted("sojourn_sends", "channel", "email")).isZero();
  }

  @Test
  void shouldCountHowInstancesEnd() {
    // when
    engine.outcome(sendOf("ada"), OutcomeCame.Result.sent, null);
    engine.outcome(sendOf("bob"), OutcomeCame.Result.failed, "no");
    SendAction late = sendOf("eve");
    engine.when("eve", "user:deleted");
    engine.outcome(late, OutcomeCame.Result.sent, null);

    // then
    assertThat(engine.counted("sojourn_instances_ended", "journey", "mail", "status", "completed"))
        .isEqualTo(1);
    assertThat(engine.counted("sojourn_instances_ended", "journey", "mail", "status", "failed"))
        .isEqualTo(1);
    assertThat(engine.counted("sojourn_instances_ended", "journey", "mail", "status", "exited"))
        .isEqualTo(1);
    assertThat(engine.counted("sojourn_send_outcomes", "channel", "email", "result", "sent"))
        .isEqualTo(2);
  }

  @Test
  void shouldCountDeadLettersAsTheyAreListed() {
    // when
    engine.raw("no event".getBytes(StandardCharsets.UTF_8), new RecordHeaders());
    engine.outcome(sendOf("bob"), OutcomeCame.Result.failed, "no");

    // then
    assertThat(engine.counted("sojourn_dead_letters", "source", "ingest", "reason", "invalid_json"))
        .isEqualTo(1);
    assertThat(
            engine.counted("sojourn_dead_letters", "source", "journey", "reason", "journey_failed"))
        .isEqualTo(1);
  }

  @Test
  void shouldCountCommandsByTheirAnswers() {
    // when
    engine.command("same", new Command.ToggleJourney("mail", false));
    engine.command("same", new Command.ToggleJourney("mail", false));
    engine.command("same", new Command.ToggleJourney("mail", true));
    engine.command(new Command.ToggleJourney("nope", false));
    engine.command(new Command.ToggleJourney("x".repeat(2_000), false));

    // then
    assertThat(engine.counted("sojourn_commands", "type", "publish_journey", "status", "200"))
        .isEqualTo(1);
    assertThat(engine.counted("sojourn_commands", "type", "toggle_journey", "status", "200"))
        .isEqualTo(2);
    assertThat(engine.counted("sojourn_commands", "type", "toggle_journey", "status", "409"))
        .isEqualTo(1);
    assertThat(engine.counted("sojourn_commands", "type", "toggle_journey", "status", "404"))
        .isEqualTo(1);
    assertThat(engine.counted("sojourn_commands", "type", "toggle_journey", "status", "500"))
        .isEqualTo(1);
  }
}
