package dev.sojourn.processor.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.sending.Cap;
import dev.sojourn.journeys.sending.QuietHours;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.sending.Window;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult.AuditView;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Suppression, caps and quiet hours, as stored, counted and reported. */
class SendingTest {

  private static final String MAIL =
      """
      {'id':'%s','trigger':{'event':'go'},'entryLimit':'unlimited','exitOn':[{'event':'leave'}],
       'steps':[{'id':'mail','type':'send','channel':'%s','template':'hello','next':'done'},
                {'id':'done','type':'complete'}]}
      """;

  private static final SendingPolicy ONCE_A_WEEK =
      new SendingPolicy(
          null, null, List.of(new Cap(null, null, 1, Window.parse(Map.of("days", 7L)))), null);

  /** Harness time begins at half past ten. */
  private static final SendingPolicy NOT_BEFORE_NOON =
      new SendingPolicy(null, new QuietHours("10:00", "12:00", null), null, null);

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenTemplate("hello");
    engine.givenJourney(MAIL.formatted("mails", "email"));
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private void givenPolicy(SendingPolicy policy) {
    assertThat(engine.command(new Command.PublishSending(policy)).rejection()).isNull();
  }

  private void enter(String userId) {
    engine.when(userId, "go", "{'$set':{'email':'a@b.c','phone':'+49170'}}");
  }

  private long skipped(String reason) {
    return engine.total("mails", "send_skipped/" + reason);
  }

  private JsonNode effect(String kind) {
    for (JsonNode record : engine.journal()) {
      for (JsonNode effect : record.path("effects")) {
        if (effect.path("effect").asText().equals(kind)) {
          return effect;
        }
      }
    }
    throw new AssertionError("expected an effect " + kind);
  }

  @Test
  void shouldCapWhatIsStoredAndTellAndCountIt() {
    // given
    givenPolicy(ONCE_A_WEEK);
    enter("ada");
    engine.delivered();
    engine.journal();

    // when
    enter("ada");

    // then
    assertThat(engine.actions()).isEmpty();
    assertThat(skipped("frequency_capped")).isEqualTo(1);
    assertThat(effect("send_skipped").path("reason").asText()).isEqualTo("frequency_capped");
    assertThat(engine.states("ada", "mails")).extracting(state -> state.status()).hasSize(2);

    // when
    engine.after(Duration.ofDays(7));
    enter("ada");

    // then
    assertThat(engine.delivered()).hasSize(1);
  }

  @Test
  void shouldWakeWhenQuietHoursAreOver() {
    // given
    givenPolicy(NOT_BEFORE_NOON);

    // when
    enter("ada");

    // then
    assertThat(engine.actions()).isEmpty();
    assertThat(engine.onlyState("ada", "mails").status()).isEqualTo("waiting");
    JsonNode held = effect("send_held");
    assertThat(held.path("reason").asText()).isEqualTo("quiet_hours");
    assertThat(held.path("step").asText()).isEqualTo("mail");

    // when
    engine.after(Duration.ofMinutes(90));

    // then
    assertThat(engine.delivered()).hasSize(1);
    assertThat(engine.log("ada", "mails"))
        .containsExactly(
            "entered null->mail",
            "send_held mail->mail",
            "email_sent mail->done",
            "completed mail->done");
  }

  @Test
  void shouldForgetWhomItWaitedForWhenTheyLeave() {
    // given
    givenPolicy(NOT_BEFORE_NOON);
    enter("ada");

    // when
    engine.when("ada", "leave");
    engine.after(Duration.ofMinutes(90));

    // then
    assertThat(engine.actions()).isEmpty();
    assertThat(engine.rows(StoreNames.TIMERS)).isZero();
    assertThat(engine.onlyState("ada", "mails").status()).isEqualTo("exited");
  }

  @Test
  void shouldLiftCapsWithAnEmptyPolicy() {
    // given
    givenPolicy(ONCE_A_WEEK);
    enter("ada");
    engine.delivered();

    // when
    givenPolicy(SendingPolicy.NONE);
    enter("ada");

    // then
    assertThat(engine.delivered()).hasSize(1);
  }

  @Test
  void shouldWriteNothingMoreForPersonsWhomNoPolicyConcerns() {
    // given
    engine.givenJourney(
        """
        {'id':'late','trigger':{'event':'come'},
         'steps':[{'id':'nap','type':'sleep','duration':'PT1H','next':'mail'},
                  {'id':'mail','type':'send','channel':'email','template':'hello','next':'done'},
                  {'id':'done','type':'complete'}]}
        """);
    engine.when("ada", "come", "{'$set':{'email':'a@b.c'}}");
    engine.changelogRecords(StoreNames.STATE);

    // when
    engine.after(Duration.ofHours(1));

    // then: the instance, and nothing that counts
    List<SendAction> mails = engine.actions();
    assertThat(mails).hasSize(1);
    int withoutPolicy = engine.changelogRecords(StoreNames.STATE);
    engine.outcome(mails.get(0), OutcomeCame.Result.sent, null);
    givenPolicy(ONCE_A_WEEK);
    engine.when("bob", "come", "{'$set':{'email':'a@b.c'}}");
    engine.changelogRecords(StoreNames.STATE);
    engine.after(Duration.ofHours(1));
    assertThat(engine.actions()).hasSize(1);
    assertThat(engine.changelogRecords(StoreNames.STATE)).isEqualTo(withoutPolicy + 1);
  }

  @Test
  void shouldTellWhoChangedThePolicyAndNotWhoPublishedItAgain() {
    // given
    Actor ops = new Actor("ops", "k1", "10.0.0.1");

    // when
    engine.command(new Command.PublishSending(ONCE_A_WEEK), Actor.FOLDER);
    engine.after(Duration.ofSeconds(1));
    engine.command(new Command.PublishSending(ONCE_A_WEEK), Actor.FOLDER);
    engine.command(new Command.PublishSending(SendingPolicy.NONE), ops);

    // then
    assertThat(engine.audit())
        .filteredOn(row -> row.action().equals("sending.publish"))
        .extracting(AuditView::actor)
        .containsExactly("ops", "folder");
    AuditView newest = engine.audit().get(0);
    assertThat(newest.before())
        .isEqualTo(Map.of("caps", List.of(Map.of("most", 1, "window", Map.of("days", 7)))));
    assertThat(newest.after()).isEmpty();
  }

  @Test
  void shouldRefuseAPolicyThatIsNone() {
    // when
    engine.rawCommand(
        "{\"type\":\"publish_sending\",\"policy\":{\"caps\":[{\"most\":0,\"window\":\"day\"}]}}"
            .getBytes(StandardCharsets.UTF_8));

    // then
    assertThat(engine.deadLetters()).hasSize(1);
  }

  @Test
  void shouldCountTextMessagesApartFromMails() {
    // given
    engine.givenJourney(MAIL.formatted("texts", "sms"));

    // when
    enter("ada");
    engine.delivered();

    // then
    assertThat(engine.total("texts", "sms_sent")).isEqualTo(1);
    assertThat(engine.total("texts", "email_sent")).isZero();
    assertThat(engine.total("mails", "email_sent")).isEqualTo(1);
  }

  @Test
  void shouldUncountWhatWasRefusedToSomebodyWhoIsErased() {
    // given
    givenPolicy(ONCE_A_WEEK);
    enter("ada");
    enter("bob");
    engine.delivered();
    enter("ada");
    enter("bob");
    assertThat(skipped("frequency_capped")).isEqualTo(2);

    // when
    Result erased = engine.command(new Command.EraseContact("ada", "c2FsdA=="));

    // then
    assertThat(erased.rejection()).isNull();
    assertThat(skipped("frequency_capped")).isEqualTo(1);
  }

  // Events that report on emails.

  private void told(String uuid, String event, String properties) {
    engine.raw(
        engine.now(),
        "{'uuid':'%s','event':'%s','distinct_id':'ada','properties':%s}"
            .formatted(uuid, event, properties));
  }

  private Query.PreferencesOf preferences() {
    return new Query.PreferencesOf("ada");
  }

  @Test
  void shouldCountABounceThatIsToldTwiceOnce() {
    // when
    told("bounce-1", "email.bounced", "{'bounceType':'permanent'}");
    told("bounce-1", "email.bounced", "{'bounceType':'permanent'}");

    // then
    assertThat(engine.ask(preferences()).bounceCount()).isEqualTo(1);
    assertThat(engine.ask(preferences()).suppressed()).isTrue();

    // when
    told("bounce-2", "email.bounced", "{'bounceType':'permanent'}");

    // then
    assertThat(engine.ask(preferences()).bounceCount()).isEqualTo(2);
  }

  @Test
  void shouldNotUndoWhatAnOperatorSaidWhenAComplaintIsToldAgain() {
    // given
    told("complaint-1", "email.complained", "{}");
    engine.command(
        new Command.ChangePreferences("ada", new PreferencesPatch(null, null, false, null, null)));

    // when
    told("complaint-1", "email.complained", "{}");

    // then
    assertThat(engine.ask(preferences()).suppressed()).isFalse();
  }

  @Test
  void shouldUnsubscribeSomebodyOfWhomNothingIsKnown() {
    // given
    told("one-click", "email.unsubscribed", "{'category':'news'}");

    // when
    told("another", "email.unsubscribed", "{}");

    // then
    assertThat(engine.ask(preferences()).categories()).isEqualTo(Map.of("news", false));
    assertThat(engine.ask(preferences()).unsubscribedAll()).isTrue();
    enter("ada");
    assertThat(engine.refusals("ada", "mails")).containsExactly("user_unsubscribed");
  }

  @Test
  void shouldWriteHistoryAloneForABounceThatMayPass() {
    // given
    engine.changelogRecords(StoreNames.STATE);
    engine.changelogRecords(StoreNames.HISTORY);

    // when
    told("bounce-1", "email.bounced", "{'bounceType':'transient'}");

    // then
    assertThat(engine.changelogRecords(StoreNames.STATE)).isZero();
    assertThat(engine.changelogRecords(StoreNames.HISTORY)).isEqualTo(1);
  }
}
