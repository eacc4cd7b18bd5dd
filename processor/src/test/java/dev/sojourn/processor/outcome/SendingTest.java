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

  private EngineHarness heart;

  @BeforeEach
  void start() {
    heart = new EngineHarness();
    heart.givenTemplate("hello");
    heart.givenJourney(MAIL.formatted("mails", "email"));
  }

  @AfterEach
  void stop() {
    heart.close();
  }

  private void givenPolicy(SendingPolicy policy) {
    assertThat(heart.command(new Command.PublishSending(policy)).status()).isEqualTo(200);
  }

  private void enter(String userId) {
    heart.when(userId, "go", "{'$set':{'email':'a@b.c','phone':'+49170'}}");
  }

  private long skipped(String reason) {
    return heart.total("mails", "send_skipped/" + reason);
  }

  private JsonNode effect(String kind) {
    for (JsonNode record : heart.journal()) {
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
    heart.delivered();
    heart.journal();

    // when
    enter("ada");

    // then
    assertThat(heart.actions()).isEmpty();
    assertThat(skipped("frequency_capped")).isEqualTo(1);
    assertThat(effect("send_skipped").path("reason").asText()).isEqualTo("frequency_capped");
    assertThat(heart.states("ada", "mails")).extracting(state -> state.status()).hasSize(2);

    // when
    heart.after(Duration.ofDays(7));
    enter("ada");

    // then
    assertThat(heart.delivered()).hasSize(1);
  }

  @Test
  void shouldWakeWhenQuietHoursAreOver() {
    // given
    givenPolicy(NOT_BEFORE_NOON);

    // when
    enter("ada");

    // then
    assertThat(heart.actions()).isEmpty();
    assertThat(heart.onlyState("ada", "mails").status()).isEqualTo("waiting");
    JsonNode held = effect("send_held");
    assertThat(held.path("reason").asText()).isEqualTo("quiet_hours");
    assertThat(held.path("step").asText()).isEqualTo("mail");

    // when
    heart.after(Duration.ofMinutes(90));

    // then
    assertThat(heart.delivered()).hasSize(1);
    assertThat(heart.log("ada", "mails"))
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
    heart.when("ada", "leave");
    heart.after(Duration.ofMinutes(90));

    // then
    assertThat(heart.actions()).isEmpty();
    assertThat(heart.rows(StoreNames.TIMERS)).isZero();
    assertThat(heart.onlyState("ada", "mails").status()).isEqualTo("exited");
  }

  @Test
  void shouldLiftCapsWithAnEmptyPolicy() {
    // given
    givenPolicy(ONCE_A_WEEK);
    enter("ada");
    heart.delivered();

    // when
    givenPolicy(SendingPolicy.NONE);
    enter("ada");

    // then
    assertThat(heart.delivered()).hasSize(1);
  }

  @Test
  void shouldWriteNothingMoreForPersonsWhomNoPolicyConcerns() {
    // given
    heart.givenJourney(
        """
        {'id':'late','trigger':{'event':'come'},
         'steps':[{'id':'nap','type':'sleep','duration':'PT1H','next':'mail'},
                  {'id':'mail','type':'send','channel':'email','template':'hello','next':'done'},
                  {'id':'done','type':'complete'}]}
        """);
    heart.when("ada", "come", "{'$set':{'email':'a@b.c'}}");
    heart.changelogRecords(StoreNames.STATE);

    // when
    heart.after(Duration.ofHours(1));

    // then: the instance, and nothing that counts
    List<SendAction> mails = heart.actions();
    assertThat(mails).hasSize(1);
    int withoutPolicy = heart.changelogRecords(StoreNames.STATE);
    heart.outcome(mails.get(0), OutcomeCame.Result.sent, null);
    givenPolicy(ONCE_A_WEEK);
    heart.when("bob", "come", "{'$set':{'email':'a@b.c'}}");
    heart.changelogRecords(StoreNames.STATE);
    heart.after(Duration.ofHours(1));
    assertThat(heart.actions()).hasSize(1);
    assertThat(heart.changelogRecords(StoreNames.STATE)).isEqualTo(withoutPolicy + 1);
  }

  @Test
  void shouldTellWhoChangedThePolicyAndNotWhoPublishedItAgain() {
    // given
    Actor ops = new Actor("ops", "k1", "10.0.0.1");

    // when
    heart.command(new Command.PublishSending(ONCE_A_WEEK), Actor.FOLDER);
    heart.after(Duration.ofSeconds(1));
    heart.command(new Command.PublishSending(ONCE_A_WEEK), Actor.FOLDER);
    heart.command(new Command.PublishSending(SendingPolicy.NONE), ops);

    // then
    assertThat(heart.audit())
        .filteredOn(row -> row.action().equals("sending.publish"))
        .extracting(AuditView::actor)
        .containsExactly("ops", "folder");
    AuditView newest = heart.audit().get(0);
    assertThat(newest.before())
        .isEqualTo(Map.of("caps", List.of(Map.of("most", 1, "window", Map.of("days", 7)))));
    assertThat(newest.after()).isEmpty();
  }

  @Test
  void shouldRefuseAPolicyThatIsNone() {
    // when
    heart.rawCommand(
        "{\"type\":\"publish_sending\",\"policy\":{\"caps\":[{\"most\":0,\"window\":\"day\"}]}}"
            .getBytes(StandardCharsets.UTF_8));

    // then
    assertThat(heart.deadLetters()).hasSize(1);
  }

  @Test
  void shouldCountTextMessagesApartFromMails() {
    // given
    heart.givenJourney(MAIL.formatted("texts", "sms"));

    // when
    enter("ada");
    heart.delivered();

    // then
    assertThat(heart.total("texts", "sms_sent")).isEqualTo(1);
    assertThat(heart.total("texts", "email_sent")).isZero();
    assertThat(heart.total("mails", "email_sent")).isEqualTo(1);
  }

  @Test
  void shouldUncountWhatWasRefusedToSomebodyWhoIsErased() {
    // given
    givenPolicy(ONCE_A_WEEK);
    enter("ada");
    enter("bob");
    heart.delivered();
    enter("ada");
    enter("bob");
    assertThat(skipped("frequency_capped")).isEqualTo(2);

    // when
    Result erased = heart.command(new Command.EraseContact("ada", "c2FsdA=="));

    // then
    assertThat(erased.status()).isEqualTo(200);
    assertThat(skipped("frequency_capped")).isEqualTo(1);
  }

  // Events that report on emails.

  private void told(String uuid, String event, String properties) {
    heart.raw(
        heart.now(),
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
    assertThat(heart.ask(preferences()).bounceCount()).isEqualTo(1);
    assertThat(heart.ask(preferences()).suppressed()).isTrue();

    // when
    told("bounce-2", "email.bounced", "{'bounceType':'permanent'}");

    // then
    assertThat(heart.ask(preferences()).bounceCount()).isEqualTo(2);
  }

  @Test
  void shouldNotUndoWhatAnOperatorSaidWhenAComplaintIsToldAgain() {
    // given
    told("complaint-1", "email.complained", "{}");
    heart.command(
        new Command.ChangePreferences("ada", new PreferencesPatch(null, null, false, null, null)));

    // when
    told("complaint-1", "email.complained", "{}");

    // then
    assertThat(heart.ask(preferences()).suppressed()).isFalse();
  }

  @Test
  void shouldUnsubscribeSomebodyOfWhomNothingIsKnown() {
    // given
    told("one-click", "email.unsubscribed", "{'category':'news'}");

    // when
    told("another", "email.unsubscribed", "{}");

    // then
    assertThat(heart.ask(preferences()).categories()).isEqualTo(Map.of("news", false));
    assertThat(heart.ask(preferences()).unsubscribedAll()).isTrue();
    enter("ada");
    assertThat(heart.refusals("ada", "mails")).containsExactly("user_unsubscribed");
  }

  @Test
  void shouldWriteHistoryAloneForABounceThatMayPass() {
    // given
    heart.changelogRecords(StoreNames.STATE);
    heart.changelogRecords(StoreNames.HISTORY);

    // when
    told("bounce-1", "email.bounced", "{'bounceType':'transient'}");

    // then
    assertThat(heart.changelogRecords(StoreNames.STATE)).isZero();
    assertThat(heart.changelogRecords(StoreNames.HISTORY)).isEqualTo(1);
  }
}
