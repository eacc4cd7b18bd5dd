package dev.sojourn.processor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.access.ApiKey.Role;
import dev.sojourn.journeys.decide.Rejection.Kind;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult.AuditView;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.registry.ContentHash;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit log is written in the transaction of the audited change. */
class AuditTest {

  private static final String HELLO =
      """
      {'id':'hello','name':'Hello','trigger':{'event':'user:created'},
       'steps':[{'id':'nap','type':'sleep','duration':'PT1H','next':'done'},
                {'id':'done','type':'complete'}]}
      """;

  private static final Actor ADA = new Actor("ada", "0123", "10.0.0.1");
  private static final Command OFF = new Command.ToggleJourney("hello", false);

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    publish(HELLO, Actor.FOLDER);
    later();
  }

  /** Rows of the same millisecond are in no order that a test could rely on. */
  private void later() {
    engine.after(Duration.ofSeconds(1));
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private void publish(String json, Actor by) {
    JourneyDefinition journey = EngineHarness.journey(json);
    engine.command(new Command.PublishJourney(journey, ContentHash.of(journey)), by);
  }

  private AuditView newest() {
    return engine.audit().get(0);
  }

  private int rowsWhile(Runnable action) {
    int before = engine.audit().size();
    action.run();
    return engine.audit().size() - before;
  }

  @Test
  void shouldSayWhoSwitchedAJourneyOffAndFromWhere() {
    // when
    engine.command(OFF, ADA);

    // then
    AuditView row = newest();
    assertThat(row.actor()).isEqualTo("ada");
    assertThat(row.actorKeyId()).isEqualTo("0123");
    assertThat(row.ipAddress()).isEqualTo("10.0.0.1");
    assertThat(row.action()).isEqualTo("journey.toggle");
    assertThat(row.resource()).isEqualTo("journey");
    assertThat(row.resourceId()).isEqualTo("hello");
    assertThat(row.before()).isEqualTo(Map.of("enabled", true));
    assertThat(row.after()).isEqualTo(Map.of("enabled", false));
    assertThat(row.rejected()).isNull();
    assertThat(row.code()).isNull();
    assertThat(row.createdAt()).isEqualTo(engine.now());
    assertThat(row.id()).matches("0-\\d+");
  }

  @Test
  void shouldWriteOneRowForACommandHoweverOftenItIsRepeated() {
    int rows =
        rowsWhile(
            () -> {
              engine.command("same", OFF, ADA);
              engine.command("same", OFF, ADA);
              engine.command("same", OFF, ADA);
            });

    assertThat(rows).isEqualTo(1);
  }

  @Test
  void shouldWriteARowForACommandThatChangesNothingButThePublishers() {
    engine.command(OFF, ADA);
    later();

    assertThat(rowsWhile(() -> engine.command(OFF, ADA))).isEqualTo(1);
    assertThat(newest().before()).isEqualTo(newest().after());
  }

  @Test
  void shouldWriteARejectionWithItsCodeAndNothingAfterwards() {
    // when
    engine.command(new Command.ToggleJourney("nope", true), ADA);

    // then
    assertThat(newest().rejected()).isEqualTo(Kind.NOT_FOUND);
    assertThat(newest().code()).isEqualTo("journey_not_found");
    assertThat(newest().resourceId()).isEqualTo("nope");
    assertThat(newest().before()).isNull();
    assertThat(newest().after()).isNull();
  }

  @Test
  void shouldSayWhatACancelEnded() {
    // given
    engine.when("ada", "user:created");
    String id = engine.onlyState("ada", "hello").id();
    Command cancel = new Command.CancelInstance("ada", InstanceId.parse(id).orElseThrow(), "ada");

    // when
    engine.command(cancel, ADA);
    later();
    engine.command(cancel, ADA);

    // then
    AuditView done = engine.audit().get(1);
    assertThat(done.action()).isEqualTo("state.cancel");
    assertThat(done.resource()).isEqualTo("state");
    assertThat(done.resourceId()).isEqualTo(id);
    assertThat(done.before()).isEqualTo(Map.of("status", "waiting"));
    assertThat(done.after()).isEqualTo(Map.of("status", "exited"));
    assertThat(newest().rejected()).isEqualTo(Kind.CONFLICT);
    assertThat(newest().before()).isEqualTo(Map.of("status", "exited"));
    assertThat(newest().after()).isNull();
  }

  @Test
  void shouldSayWhatAPersonWantedBeforeAndAfterwards() {
    // when
    engine.command(
        new Command.ChangePreferences(
            "ada", new PreferencesPatch("a@b.c", true, null, Map.of("news", false), null)),
        ADA);

    // then
    assertThat(newest().action()).isEqualTo("contact.preferences");
    assertThat(newest().resourceId()).isEqualTo("ada");
    assertThat(newest().before())
        .containsEntry("email", null)
        .containsEntry("unsubscribedAll", false);
    assertThat(newest().after())
        .containsEntry("email", "a@b.c")
        .containsEntry("unsubscribedAll", true)
        .containsEntry("categories", Map.of("news", false));
  }

  @Test
  void shouldLeaveOutWhatWouldNotFitIntoARow() {
    // given
    Map<String, Boolean> many = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      many.put("a category with a long name " + i, true);
    }

    // when
    engine.command(
        new Command.ChangePreferences("ada", new PreferencesPatch(null, null, null, many, null)),
        ADA);

    // then
    assertThat(newest().before()).containsEntry("suppressed", false);
    assertThat(newest().after()).containsOnlyKeys("omittedBytes");
  }

  @Test
  void shouldKeepTheHashOfAKeyToItself() {
    // when
    engine.command(
        new Command.CreateApiKey("k1", "ops", Role.ADMIN, List.of(), null, "#secret", "ada"), ADA);
    engine.command(new Command.RevokeApiKey("k1"), ADA);

    // then
    assertThat(engine.audit())
        .extracting(AuditView::action)
        .contains("api-key.create", "api-key.revoke");
    assertThat(engine.audit().toString()).doesNotContain("#secret");
  }

  @Test
  void shouldWriteWhatAFolderChangedAndNotWhatItPublishesAgain() {
    // given
    Template template = new Template("t", "h1", "Hi", null, null, "body");
    Template other = new Template("t", "h2", "Hi", null, null, "other");

    // when: a start, a start with nothing new, an edit, a file that goes and comes back
    int first =
        rowsWhile(() -> engine.command(new Command.PublishTemplate(template), Actor.FOLDER));
    int again =
        rowsWhile(
            () -> {
              publish(HELLO, Actor.FOLDER);
              engine.command(new Command.PublishTemplate(template), Actor.FOLDER);
            });
    later();
    publish(HELLO.replace("Hello", "Hello again"), Actor.FOLDER);
    Map<String, Object> edited = newest().after();
    later();
    engine.command(new Command.PublishTemplate(other), Actor.FOLDER);
    Map<String, Object> rewritten = newest().after();
    int moved =
        rowsWhile(
            () -> {
              engine.command(new Command.MarkMissing("hello"), Actor.FOLDER);
              engine.command(new Command.MarkMissing("hello"), Actor.FOLDER);
              publish(HELLO.replace("Hello", "Hello again"), Actor.FOLDER);
            });

    // then
    assertThat(first).isEqualTo(1);
    assertThat(again).isZero();
    assertThat(edited).containsEntry("version", 2);
    assertThat(rewritten).isEqualTo(Map.of("hash", "h2"));
    assertThat(moved).isEqualTo(2);
    assertThat(engine.audit()).extracting(AuditView::actor).containsOnly("folder");
    assertThat(engine.audit()).extracting(AuditView::action).contains("journey.missing");
  }

  @Test
  void shouldSayThatNobodyIsKnownWhenTheRecordDoesNotTell() {
    engine.command(OFF);

    assertThat(newest().actor()).isEqualTo("unknown");
    assertThat(newest().ipAddress()).isNull();
  }

  private static RecordHeaders enrols(String journey) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.ACTOR, ADA.bytes());
    headers.add(Headers.ENROLS, Headers.bytes(journey));
    return headers;
  }

  private void event(
      String userId, String name, String uuid, String source, RecordHeaders headers) {
    engine.raw(
        "{'event':'%s','distinct_id':'%s','uuid':'%s','source':'%s','properties':{}}"
            .formatted(name, userId, uuid, source)
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8),
        headers);
  }

  @Test
  void shouldWriteOneRowForAnEnrolmentAndNoneForItsRepeat() {
    // when
    int rows =
        rowsWhile(
            () -> {
              event("ada", "user:created", "u1", "admin", enrols("hello"));
              event("ada", "user:created", "u1", "admin", enrols("hello"));
            });

    // then
    assertThat(rows).isEqualTo(1);
    AuditView row = newest();
    assertThat(row.action()).isEqualTo("journey.enroll");
    assertThat(row.resourceId()).isEqualTo("hello");
    assertThat(row.actor()).isEqualTo("ada");
    assertThat(row.rejected()).isNull();
    assertThat(row.before()).isNull();
    assertThat(row.after())
        .containsEntry("userId", "ada")
        .containsEntry("enrolled", true)
        .containsEntry("stateId", engine.onlyState("ada", "hello").id());
  }

  @Test
  void shouldSayWhyAnEnrolmentDidNotEnter() {
    // given
    event("ada", "user:created", "u1", "admin", enrols("hello"));
    engine.after(Duration.ofSeconds(1));

    // when
    event("ada", "user:created", "u2", "admin", enrols("hello"));

    // then
    assertThat(newest().after())
        .isEqualTo(Map.of("userId", "ada", "enrolled", false, "reason", "already_entered_once"));
  }

  @Test
  void shouldWriteOneRowForAnEnrolmentByAnEventThatNoJourneyMentionsAnyMore() {
    int rows =
        rowsWhile(
            () -> {
              event("ada", "gone", "u1", "admin", enrols("hello"));
              event("ada", "gone", "u1", "admin", enrols("hello"));
            });

    assertThat(rows).isEqualTo(1);
    assertThat(newest().after()).containsEntry("reason", "not_triggered");
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "posthog", "kafka", "journey", "Admin"})
  void shouldNotTakeAnEventOfAnotherSourceForAnEnrolment(String source) {
    int rows = rowsWhile(() -> event("ada", "user:created", "u1", source, enrols("hello")));

    assertThat(rows).isZero();
  }

  @Test
  void shouldListNewestFirstWithTheExactTotalOfWhatMatches() {
    // given
    for (int i = 0; i < 5; i++) {
      engine.after(Duration.ofSeconds(10));
      engine.command(new Command.ToggleJourney("hello", i % 2 == 0), i < 3 ? ADA : Actor.UNKNOWN);
    }
    Instant last = newest().createdAt();

    // then
    assertThat(engine.audit())
        .extracting(AuditView::createdAt)
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(total(null, null, null, null, null)).isEqualTo(6);
    assertThat(total("ada", null, null, null, null)).isEqualTo(3);
    assertThat(total("0123", null, null, null, null)).isEqualTo(3);
    assertThat(total("bob", null, null, null, null)).isZero();
    assertThat(total(null, "journey", "journey.toggle", null, null)).isEqualTo(5);
    assertThat(total(null, "contact", null, null, null)).isZero();
    assertThat(total(null, null, null, last, null)).isEqualTo(1);
    assertThat(total(null, null, null, last.plusMillis(1), null)).isZero();
    assertThat(total(null, null, null, null, last)).isEqualTo(6);
    assertThat(total(null, null, null, null, last.minusMillis(1))).isEqualTo(5);
    assertThat(total(null, null, null, Instant.parse("0001-01-01T00:00:00Z"), null)).isEqualTo(6);
    assertThat(total(null, null, null, null, Instant.parse("0001-01-01T00:00:00Z"))).isZero();
    assertThat(engine.ask(new Query.AuditLogs(null, null, null, null, null, null, 2)).logs())
        .hasSize(2)
        .first()
        .extracting(AuditView::createdAt)
        .isEqualTo(last);
  }

  private long total(String actor, String resource, String action, Instant from, Instant to) {
    return engine.ask(new Query.AuditLogs(actor, resource, action, from, to, null, 1)).total();
  }

  @Test
  void shouldForgetAfterAYear() {
    // given
    engine.command(OFF, ADA);
    engine.whileDown(Duration.ofDays(364));
    engine.command(OFF, ADA);

    // when
    engine.whileDown(Duration.ofDays(2));
    engine.when("ada", "page:viewed");
    engine.after(Duration.ofMinutes(40));

    // then
    assertThat(engine.audit()).hasSize(1);
  }

  @Test
  void shouldAnswerACommandAsItWouldWithoutBeingWatched() {
    Result result = engine.command(OFF, ADA);

    assertThat(result.answer(Answer.JourneyToggled.class))
        .isEqualTo(new Answer.JourneyToggled("hello", "Hello", false, engine.now()));
  }
}
