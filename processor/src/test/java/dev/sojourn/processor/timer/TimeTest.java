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

  private EngineHarness heart;

  @BeforeEach
  void start() {
    heart = new EngineHarness();
    heart.givenJourney(WAITING);
  }

  @AfterEach
  void stop() {
    heart.close();
  }

  @Test
  void shouldTimeOutWhenNothingCameAndEverythingWasRead() {
    // given
    heart.when("ada", "trial:started");

    // when
    heart.after(Duration.ofHours(1));

    // then
    assertThat(heart.log("ada", "trial"))
        .containsExactly("entered null->wait", "timed_out wait->idle", "completed wait->idle");
  }

  @Test
  void shouldKeepWaitingWhenInputsAreNotRead() {
    // given
    heart.when("ada", "trial:started");
    heart.givenBacklog();

    // when
    heart.after(Duration.ofHours(5));

    // then
    assertThat(heart.onlyState("ada", "trial").status()).isEqualTo("waiting");
  }

  @Test
  void shouldLetEventWinOverTimeoutWhenItArrivedInTime() {
    // given
    heart.when("ada", "trial:started");
    Instant entered = heart.now();
    heart.givenBacklog();
    heart.after(Duration.ofHours(5));

    // when: read hours too late, but in the log before the deadline
    heart.whenAt(entered.plus(Duration.ofMinutes(59)), "ada", "feature:used", "{}");
    heart.thenBacklogIsRead();
    heart.after(Duration.ofSeconds(2));

    // then
    assertThat(heart.onlyState("ada", "trial").status()).isEqualTo("exited");
    assertThat(heart.log("ada", "trial")).contains("event_received wait->used");
  }

  @Test
  void shouldCountEventExactlyAtTheDeadline() {
    // given
    heart.when("ada", "trial:started");
    Instant entered = heart.now();
    heart.givenBacklog();

    // when
    heart.whenAt(entered.plus(Duration.ofHours(1)), "ada", "feature:used", "{}");

    // then
    assertThat(heart.onlyState("ada", "trial").status()).isEqualTo("exited");
  }

  @Test
  void shouldCountEventAtTheDeadlineWhenAnotherPersonsCameInTheSameMillisecond() {
    // given
    heart.when("ada", "trial:started");
    Instant deadline = heart.now().plus(Duration.ofHours(1));
    heart.givenBacklog();
    heart.after(Duration.ofHours(1));

    // when: the log is at the deadline, and the task looks at its timers in between
    heart.whenAt(deadline, "bob", "something", "{}");
    heart.after(Duration.ofSeconds(1));
    heart.whenAt(deadline, "ada", "feature:used", "{}");

    // then
    assertThat(heart.log("ada", "trial")).contains("event_received wait->used");
  }

  @Test
  void shouldTimeOutFirstWhenEventArrivedAfterTheDeadline() {
    // given
    heart.when("ada", "trial:started");
    Instant entered = heart.now();
    heart.givenBacklog();

    // when: the timer has not fired yet, and the event is read first
    heart.whenAt(entered.plus(Duration.ofHours(1)).plusMillis(1), "ada", "feature:used", "{}");

    // then
    assertThat(heart.log("ada", "trial"))
        .containsExactly("entered null->wait", "timed_out wait->idle", "completed wait->idle");
  }

  @Test
  void shouldNotCountAnEventThatCameAfterTheTimerThatCounts() {
    // given
    heart.givenJourney(
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
    heart.when("ada", "tour:started");
    Instant entered = heart.now();
    heart.givenBacklog();

    // when: nobody listens for the event, but the branch counts it
    heart.whenAt(entered.plus(Duration.ofHours(1)).plusMillis(1), "ada", "page:viewed", "{}");

    // then
    assertThat(heart.log("ada", "tour"))
        .anyMatch(entry -> entry.contains("->missed"))
        .noneMatch(entry -> entry.contains("->saw"));
  }

  @Test
  void shouldNotEvenReadThePersonOfAnEventThatNoJourneyMentions() {
    // given
    heart.when("ada", "trial:started");
    Instant entered = heart.now();
    heart.givenBacklog();

    // when: her timer is due, but this cannot matter to it
    heart.whenAt(entered.plus(Duration.ofHours(1)).plusMillis(1), "ada", "page:viewed", "{}");

    // then
    assertThat(heart.onlyState("ada", "trial").status()).isEqualTo("waiting");
    heart.after(Duration.ofHours(2));
    assertThat(heart.onlyState("ada", "trial").status()).isEqualTo("completed");
  }

  @Test
  void shouldLetExitWinOverTimeoutWhenItArrivedInTime() {
    // given
    heart.when("bob", "trial:started");
    Instant entered = heart.now();
    heart.givenBacklog();
    heart.after(Duration.ofHours(3));

    // when
    heart.whenAt(entered.plus(Duration.ofMinutes(30)), "bob", "user:deleted", "{}");
    heart.thenBacklogIsRead();
    heart.after(Duration.ofSeconds(2));

    // then
    assertThat(heart.log("bob", "trial"))
        .containsExactly("entered null->wait", "exited wait->null");
  }

  @Test
  void shouldFireOthersTimersWhenTheLogHasPassedThem() {
    // given
    heart.when("ada", "trial:started");
    heart.givenBacklog();

    // when: the end of the log is unknown, but it is past the deadline
    heart.whenAt(heart.now().plus(Duration.ofHours(2)), "bob", "something", "{}");
    heart.after(Duration.ofHours(2));

    // then
    assertThat(heart.onlyState("ada", "trial").status()).isEqualTo("completed");
  }

  @Test
  void shouldClampEventTimeWhenItIsLaterThanIntake() {
    // when
    heart.raw(
        heart.now(),
        "{'event':'x','distinct_id':'ada','timestamp':'2126-01-01T00:00:00Z','properties':{}}");

    // then
    var events =
        heart.ask(
            new dev.sojourn.processor.query.Query.EventsOfPerson("ada", null, null, null, 10));
    assertThat(events.events()).hasSize(1);
    assertThat(events.events().get(0).occurredAt()).isEqualTo(heart.now());
  }

  @Test
  void shouldFireEachTimerOnceWhenThousandsAreDueTogether() {
    // given
    for (int i = 0; i < 3_000; i++) {
      heart.when("user-" + i, "trial:started");
    }

    // when
    heart.after(Duration.ofHours(2));

    // then
    assertThat(heart.counts().get("trial").completed()).isEqualTo(3_000);
    assertThat(heart.rows("timers")).isZero();
  }
}
