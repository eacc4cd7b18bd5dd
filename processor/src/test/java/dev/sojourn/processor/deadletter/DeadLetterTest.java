package dev.sojourn.processor.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult.DeadLetterView;
import dev.sojourn.processor.redrive.DeadLetterRejection;
import dev.sojourn.processor.step.ThrowingSteps;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.Command.RetryDeadLetter.Original;
import dev.sojourn.topics.command.CommandCodec;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A record that could not be processed is listed, redriven or discarded. */
class DeadLetterTest {

  private static final Rejection NOT_PENDING =
      Rejection.of(DeadLetterRejection.DEAD_LETTER_NOT_PENDING);

  private static final String MAIL =
      """
      {'id':'mail','trigger':{'event':'user:created'},
       'steps':[{'id':'send','type':'send','channel':'email','template':'welcome','next':'nap'},
                {'id':'nap','type':'sleep','duration':'PT1H','next':'done'},
                {'id':'done','type':'complete'}]}
      """;

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
  }

  @AfterEach
  void stop() {
    ThrowingSteps.mend(false);
    engine.close();
  }

  private List<DeadLetterView> letters() {
    return engine.ask(new Query.DeadLetters(null, null, null, 100)).entries();
  }

  private DeadLetterView only() {
    assertThat(letters()).hasSize(1);
    return letters().get(0);
  }

  private Result retry(DeadLetterView letter, byte[] value) {
    Original original = new Original(null, Base64.getEncoder().encodeToString(value));
    return engine.command(new Command.RetryDeadLetter(0, letter.offset(), "admin", original));
  }

  private Result retry(DeadLetterView letter) {
    return engine.command(new Command.RetryDeadLetter(0, letter.offset(), "admin", null));
  }

  private void arrive(String userId) {
    engine.raw(
        engine.now(),
        "{'event':'user:created','distinct_id':'%s','email':'a@b.c','properties':{}}"
            .formatted(userId));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldListWhatCannotBeReadAndWhoFailedNewestFirst() {
    // given
    engine.givenJourney(MAIL);
    engine.raw(bytes("nonsense"), new RecordHeaders());
    engine.after(Duration.ofSeconds(1));
    arrive("ada");

    // when
    List<DeadLetterView> all = letters();

    // then
    assertThat(all).extracting(DeadLetterView::source).containsExactly("journey", "ingest");
    assertThat(all.get(0).sourceId()).isEqualTo(engine.onlyState("ada", "mail").id());
    assertThat(all.get(0).error()).isEqualTo("Template not found: welcome");
    assertThat(all.get(1).sourceId()).matches("sojourn\\.events-0-\\d+");
    assertThat(all.get(1).reason()).isEqualTo("invalid_json");
    assertThat(all.get(1).status()).isEqualTo("pending");
    assertThat(engine.ask(new Query.DeadLetters("journey", null, null, 1)).total()).isEqualTo(1);
    assertThat(engine.ask(new Query.DeadLetters(null, "retried", null, 1)).total()).isZero();
    assertThat(engine.ask(new Query.DeadLetters(null, null, null, 1)).entries()).hasSize(1);
    assertThat(engine.ask(new Query.DeadLetters(null, null, null, 1)).total()).isEqualTo(2);
  }

  @Test
  void shouldAppendARecordAgainToWhereItCameFrom() {
    // given
    engine.raw(bytes("nonsense"), new RecordHeaders());
    DeadLetterView first = only();

    // when
    Result answer = retry(first, bytes("nonsense"));

    // then
    assertThat(answer.rejection()).isNull();
    assertThat(letters()).hasSize(2);
    DeadLetterView old = engine.ask(new Query.DeadLetter(first.offset())).entry();
    assertThat(old.status()).isEqualTo("retried");
    assertThat(old.retryCount()).isEqualTo(1);
    assertThat(old.retriedAt()).isEqualTo(engine.now());
    assertThat(engine.ask(new Query.DeadLetters(null, "pending", null, 9)).total()).isEqualTo(1);
  }

  @Test
  void shouldTakeWhatIsSoundByNow() {
    // given
    engine.givenJourney(MAIL.replace("'template':'welcome'", "'template':'w'"));
    engine.givenTemplate("w");
    engine.raw(bytes("nonsense"), new RecordHeaders());

    // when
    retry(
        only(), bytes("{\"event\":\"user:created\",\"distinct_id\":\"ada\",\"email\":\"a@b.c\"}"));

    // then
    assertThat(engine.onlyState("ada", "mail").status()).isEqualTo("active");
  }

  @Test
  void shouldRunAStoredEventAgainOnlyAsFarAsItHasFailed() {
    // given
    engine.givenJourney(
        MAIL.replace("'trigger'", "'entryLimit':'unlimited','trigger'")
            .replace(
                "'type':'send','channel':'email','template':'welcome'", "'type':'checkpoint'"));
    String large =
        "{'uuid':'%s','event':'%s','distinct_id':'ada','properties':{'$set':{'%s':'%s'}}}";
    engine.raw(engine.now(), large.formatted("u-1", "first", "a", "x".repeat(40_000)));
    String second = large.formatted("u-2", "user:created", "b", "y".repeat(40_000));
    engine.raw(engine.now(), second);
    assertThat(only().error()).contains("contact");
    String removal = "{'event':'third','distinct_id':'ada','properties':{'$unset':['a']}}";
    engine.raw(engine.now(), removal);
    engine.after(Duration.ofHours(1));

    // when
    Result answer = retry(only(), bytes(second.replace('\'', '"')));
    engine.raw(engine.now(), large.formatted("u-4", "fourth", "a", "x".repeat(40_000)));

    // then
    assertThat(answer.rejection()).isNull();
    assertThat(engine.states("ada", "mail")).hasSize(1);
    // Its contact properties are stored by now, so that there is no room for more.
    assertThat(letters()).extracting(DeadLetterView::status).containsExactly("pending", "retried");
  }

  @Test
  void shouldAppendCommandsOutcomesAndPostHogsRecordsAgain() {
    // given
    engine.givenJourney(MAIL);
    engine.rawCommand(bytes("no command"));
    engine.rawOutcome(bytes("no outcome"));
    engine.postHog("no JSON");
    List<DeadLetterView> all = letters();
    assertThat(all).hasSize(3);

    // when
    for (DeadLetterView letter : all) {
      byte[] value =
          String.valueOf(letter.sourceId()).contains("control")
              ? CommandCodec.encode(new Command.ToggleJourney("mail", false))
              : bytes("still nothing");
      assertThat(retry(letter, value).rejection()).isNull();
    }
    engine.when("ada", "user:created");

    // then
    assertThat(engine.refusals("ada", "mail")).containsExactly("journey_disabled");
    assertThat(engine.ask(new Query.DeadLetters(null, "pending", null, 9)).entries())
        .extracting(letter -> String.valueOf(letter.sourceId()).replaceAll("-.*", ""))
        .containsExactlyInAnyOrder("sojourn.outcomes", "sojourn.posthog");
  }

  @Test
  void shouldRunAFailedInstanceAgainFromItsStep() {
    // given
    engine.givenJourney(MAIL);
    arrive("ada");
    engine.givenTemplate("welcome");

    // when
    Result answer = retry(only());
    List<SendAction> sent = engine.delivered();
    engine.after(Duration.ofHours(1));

    // then
    assertThat(answer.answer(Answer.DeadLetterChanged.class).status()).isEqualTo("retried");
    assertThat(sent).hasSize(1);
    assertThat(engine.onlyState("ada", "mail").status()).isEqualTo("completed");
    assertThat(engine.log("ada", "mail"))
        .containsExactly(
            "entered null->send",
            "failed send->null",
            "retried send->send",
            "email_sent send->nap",
            "completed nap->done");
    assertThat(only().status()).isEqualTo("retried");
    assertThat(engine.counts().get("mail").completed()).isEqualTo(1);
    assertThat(engine.counts().get("mail").enrolled()).isEqualTo(1);
    assertThat(engine.rows(StoreNames.TIMERS)).isZero();
    assertThat(engine.ask(new Query.States("mail", "failed", null, 9)).states()).isEmpty();
    assertThat(engine.ask(new Query.States("mail", "completed", null, 9)).states()).hasSize(1);
    assertThat(engine.journal())
        .anySatisfy(
            record -> assertThat(record.at("/stimulus/command").asText()).isEqualTo("retry"));
  }

  @Test
  void shouldMakeANewDeadLetterWhenItFailsAgain() {
    // given
    engine.givenJourney(MAIL);
    arrive("ada");
    DeadLetterView first = only();

    // when
    Result answer = retry(first);

    // then
    assertThat(answer.rejection()).isNull();
    assertThat(letters())
        .extracting(DeadLetterView::status)
        .containsExactlyInAnyOrder("pending", "retried");
    assertThat(engine.counts().get("mail").failed()).isEqualTo(1);
    assertThat(engine.ask(new Query.States("mail", "failed", null, 9)).states()).hasSize(1);
  }

  @Test
  void shouldRunAnInstanceAgainWhoseStepThrew() {
    // given
    engine.givenJourney(
        """
        {'id':'broken','trigger':{'event':'user:created'},
         'steps':[{'id':'broken','type':'throw','user':'eve','next':'nap'},
                  {'id':'nap','type':'sleep','duration':'PT1H','next':'done'},
                  {'id':'done','type':'complete'}]}
        """);
    engine.when("eve", "user:created");
    assertThat(only().reason()).isEqualTo("engine_error");

    // when
    ThrowingSteps.mend(true);
    retry(only());
    engine.after(Duration.ofHours(1));

    // then
    assertThat(engine.onlyState("eve", "broken").status()).isEqualTo("completed");
  }

  @Test
  void shouldGiveTheFirstAnswerToARepeatAndRunNothingTwice() {
    // given
    engine.raw(bytes("nonsense"), new RecordHeaders());
    Command.RetryDeadLetter retry =
        new Command.RetryDeadLetter(
            0,
            only().offset(),
            "admin",
            new Original(null, Base64.getEncoder().encodeToString(bytes("nonsense"))));

    // when
    Result first = engine.command("same", retry);
    Result repeat = engine.command("same", retry);
    Result other = engine.command("another", retry);

    // then
    assertThat(repeat).isEqualTo(first);
    assertThat(other.rejection()).isEqualTo(NOT_PENDING);
    assertThat(letters()).hasSize(2);
  }

  @Test
  void shouldGiveUpAPendingOneAndNoOther() {
    // given
    engine.raw(bytes("nonsense"), new RecordHeaders());
    DeadLetterView letter = only();

    // when
    Result first = engine.command(new Command.DiscardDeadLetter(0, letter.offset(), "admin"));
    Result second = engine.command(new Command.DiscardDeadLetter(0, letter.offset(), "admin"));

    // then
    assertThat(first.answer(Answer.DeadLetterChanged.class).status()).isEqualTo("discarded");
    assertThat(second.rejection()).isEqualTo(NOT_PENDING);
    assertThat(retry(letter, bytes("nonsense")).rejection()).isEqualTo(NOT_PENDING);
    assertThat(only().status()).isEqualTo("discarded");
    assertThat(engine.command(new Command.DiscardDeadLetter(0, 77, "admin")).rejection())
        .isEqualTo(Rejection.of(DeadLetterRejection.DEAD_LETTER_NOT_FOUND));
  }

  @Test
  void shouldLeaveWhatCannotBeRunAgainPending() {
    // given
    engine.givenJourney(MAIL);
    arrive("ada");
    DeadLetterView letter = only();
    engine.givenTemplate("welcome");
    arrive("ada");

    // when
    Result answer = retry(letter);

    // then
    assertThat(answer.rejection()).isEqualTo(Rejection.of(DecisionRejection.ALREADY_ACTIVE));
    assertThat(only().status()).isEqualTo("pending");
  }

  @Test
  void shouldTakeADeadLetterOfTheLargestSizeInACommand() {
    // given
    engine.raw(bytes("nonsense"), new RecordHeaders());

    // when
    Result answer = retry(only(), new byte[1024 * 1024]);

    // then
    assertThat(answer.rejection()).isNull();
  }

  @Test
  void shouldKnowAnEventWithoutAnIdByTheSameIdWhenItIsRunAgain() {
    // given
    String large = "{'event':'%s','distinct_id':'ada','properties':{'$set':{'%s':'%s'}}}";
    engine.raw(engine.now(), large.formatted("first", "a", "x".repeat(40_000)));
    String second = large.formatted("second", "b", "y".repeat(40_000));
    engine.raw(engine.now(), second);
    DeadLetterView letter = only();
    engine.after(Duration.ofHours(1));

    // when
    retry(letter, bytes(second.replace('\'', '"')));

    // then
    assertThat(engine.ask(new Query.EventsOfPerson("ada", "second", null, null, 9)).total())
        .isEqualTo(1);
    assertThat(letters()).extracting(DeadLetterView::status).containsExactly("pending", "retried");
    assertThat(letters())
        .extracting(DeadLetterView::sourceId)
        .containsOnly(String.valueOf(letter.sourceId()));
    assertThat(letters()).extracting(DeadLetterView::reason).containsOnly("contact_too_large");
  }

  @Test
  void shouldNotRunARepeatOfASoundEventBecauseItWasADeadLetterOnce() {
    // given
    engine.givenJourney(
        MAIL.replace("'trigger'", "'entryLimit':'unlimited','trigger'")
            .replace(
                "'type':'send','channel':'email','template':'welcome'", "'type':'checkpoint'"));
    String sound = "{'uuid':'u-1','event':'user:created','distinct_id':'ada','properties':{}}";
    engine.raw(bytes("nonsense"), new RecordHeaders());
    engine.raw(engine.now(), sound);
    engine.after(Duration.ofHours(1));

    // when
    retry(only(), bytes(sound.replace('\'', '"')));

    // then
    assertThat(engine.states("ada", "mail")).hasSize(1);
  }
}
