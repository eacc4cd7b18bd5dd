package dev.sojourn.processor.timer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.processor.engine.EngineHarness;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time is log time: what arrived before a timer was due comes before it, however late. */
class TimeTest {

  private static final String WAITING =
      """
      {'id':'trial','trigger':{'event':'trial:started'},'entryLimit':'unlimited',
       'exitOn':[{'event':'user:deleted'}],
       'steps':[
        {'id':'wait','type':'wait_for_event','event':'feature:used','timeout':{'hours':1},
         'next':'used','timeoutNext':'idle'},
        {'id':'used','type':'exit','reason':'used'},
        {'id':'idle','type':'complete'}]}
      """;

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenJourney(WAITING);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void shouldTimeOutWhenNothingCameAndEverythingWasRead() {
    // given
    engine.when("ada", "trial:started");

    // when
    engine.after(Duration.ofHours(1));

    // then
    assertThat(engine.log("ada", "trial"))
        .containsExactly("entered null->wait", "timed_out wait->idle", "completed wait->idle");
  }

  @Test
  void shouldKeepWaitingWhenInputsAreNotRead() {
    // given
    engine.when("ada", "trial:started");
    engine.givenBacklog();

    // when
    engine.after(Duration.ofHours(5));

    // then
    assertThat(engine.onlyState("ada", "trial").status()).isEqualTo("waiting");
  }

  @Test
  void shouldLetEventWinOverTimeoutWhenItArrivedInTime() {
    // given
    engine.when("ada", "trial:started");
    Instant entered = engine.now();
    engine.givenBacklog();
    engine.after(Duration.ofHours(5));

    // when: read hours too late, but in the log before the deadline
    engine.whenAt(entered.plus(Duration.ofMinutes(59)), "ada", "feature:used", "{}");
    engine.thenBacklogIsRead();
    engine.after(Duration.ofSeconds(2));

    // then
    assertThat(engine.onlyState("ada", "trial").status()).isEqualTo("exited");
    assertThat(engine.log("ada", "trial")).contains("event_received wait->used");
  }

  @Test
  void shouldCountEventExactlyAtTheDeadline() {
    // given
    engine.when("ada", "trial:started");
    Instant entered = engine.now();
    engine.givenBacklog();

    // when
    engine.whenAt(entered.plus(Duration.ofHours(1)), "ada", "feature:used", "{}");

    // then
    assertThat(engine.onlyState("ada", "trial").status()).isEqualTo("exited");
  }

  @Test
  void shouldCountEventAtTheDeadlineWhenAnotherPersonsCameInTheSameMillisecond() {
    // given
    engine.when("ada", "trial:started");
    Instant deadline = engine.now().plus(Duration.ofHours(1));
    engine.givenBacklog();
    engine.after(Duration.ofHours(1));

    // when: the log is at the deadline, and the task looks at its timers in between
    engine.whenAt(deadline, "bob", "something", "{}");
    engine.after(Duration.ofSeconds(1));
    engine.whenAt(deadline, "ada", "feature:used", "{}");

    // then
    assertThat(engine.log("ada", "trial")).contains("event_received wait->used");
  }

  @Test
  void shouldTimeOutFirstWhenEventArrivedAfterTheDeadline() {
    // given
    engine.when("ada", "trial:started");
    Instant entered = engine.now();
    engine.givenBacklog();

    // when: the timer has not fired yet, and the event is read first
    engine.whenAt(entered.plus(Duration.ofHours(1)).plusMillis(1), "ada", "feature:used", "{}");

    // then
    assertThat(engine.log("ada", "trial"))
        .containsExactly("entered null->wait", "timed_out wait->idle", "completed wait->idle");
  }

  @Test
  void shouldNotCountAnEventThatCameAfterTheTimerThatCounts() {
    // given
    engine.givenJourney(
        """
        {'id':'tour','trigger':{'event':'tour:started'},
         'steps':[
          {'id':'nap','type':'sleep','duration':'PT1H','next':'seen'},
          {'id':'seen','type':'branch',
           'paths':[{'when':[{'type':'event','eventName':'page:viewed','check':'exists'}],
                     'next':'saw'}],
           'otherwise':'missed'},
          {'id':'saw','type':'exit','reason':'saw'},
          {'id':'missed','type':'exit','reason':'missed'}]}
        """);
    engine.when("ada", "tour:started");
    Instant entered = engine.now();
    engine.givenBacklog();

    // when: nobody listens for the event, but the branch counts it
    engine.whenAt(entered.plus(Duration.ofHours(1)).plusMillis(1), "ada", "page:viewed", "{}");

    // then
    assertThat(engine.log("ada", "tour"))
        .anyMatch(entry -> entry.contains("->missed"))
        .noneMatch(entry -> entry.contains("->saw"));
  }

  @Test
  void shouldNotEvenReadThePersonOfAnEventThatNoJourneyMentions() {
    // given
    engine.when("ada", "trial:started");
    Instant entered = engine.now();
    engine.givenBacklog();

    // when: her timer is due, but this cannot matter to it
    engine.whenAt(entered.plus(Duration.ofHours(1)).plusMillis(1), "ada", "page:viewed", "{}");

    // then
    assertThat(engine.onlyState("ada", "trial").status()).isEqualTo("waiting");
    engine.after(Duration.ofHours(2));
    assertThat(engine.onlyState("ada", "trial").status()).isEqualTo("completed");
  }

  @Test
  void shouldLetExitWinOverTimeoutWhenItArrivedInTime() {
    // given
    engine.when("bob", "trial:started");
    Instant entered = engine.now();
    engine.givenBacklog();
    engine.after(Duration.ofHours(3));

    // when
    engine.whenAt(entered.plus(Duration.ofMinutes(30)), "bob", "user:deleted", "{}");
    engine.thenBacklogIsRead();
    engine.after(Duration.ofSeconds(2));

    // then
    assertThat(engine.log("bob", "trial"))
        .containsExactly("entered null->wait", "exited wait->null");
  }

  @Test
  void shouldFireOthersTimersWhenTheLogHasPassedThem() {
    // given
    engine.when("ada", "trial:started");
    engine.givenBacklog();

    // when: the end of the log is unknown, but it is past the deadline
    engine.whenAt(engine.now().plus(Duration.ofHours(2)), "bob", "something", "{}");
    engine.after(Duration.ofHours(2));

    // then
    assertThat(engine.onlyState("ada", "trial").status()).isEqualTo("completed");
  }

  @Test
  void shouldClampEventTimeWhenItIsLaterThanIntake() {
    // when
    engine.raw(
        engine.now(),
        "{'event':'x','distinct_id':'ada','timestamp':'2126-01-01T00:00:00Z','properties':{}}");

    // then
    var events =
        engine.ask(
            new dev.sojourn.processor.query.Query.EventsOfPerson("ada", null, null, null, 10));
    assertThat(events.events()).hasSize(1);
    assertThat(events.events().get(0).occurredAt()).isEqualTo(engine.now());
  }

  @Test
  void shouldFireEachTimerOnceWhenThousandsAreDueTogether() {
    // given
    for (int i = 0; i < 3_000; i++) {
      engine.when("user-" + i, "trial:started");
    }

    // when
    engine.after(Duration.ofHours(2));

    // then
    assertThat(engine.counts().get("trial").completed()).isEqualTo(3_000);
    assertThat(engine.rows("timers")).isZero();
  }
}
