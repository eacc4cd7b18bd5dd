package dev.sojourn.processor.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.processor.counter.TemplateCounterKey.Kind;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.command.Command;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results of a template's messages are counted under its key, whichever journey sent them. */
class TemplateCountersTest {

  private static final String MAIL =
      """
      {'id':'%s','trigger':{'event':'%s'},'entryLimit':'unlimited','exitOn':[{'event':'leave'}],
       'steps':[{'id':'mail','type':'send','channel':'email','template':'a/hello','next':'done'},
                {'id':'done','type':'complete'}]}
      """;

  private static final String SALT = Base64.getEncoder().encodeToString(new byte[] {1});

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenTemplate("a/hello");
    engine.givenJourney(MAIL.formatted("mails", "go"));
    engine.givenJourney(MAIL.formatted("others", "come"));
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private SendAction mail(String userId, String trigger) {
    engine.when(userId, trigger, "{'$set':{'email':'a@b.c'}}");
    return engine.actions().get(0);
  }

  private SendAction sent(String userId) {
    SendAction mail = mail(userId, "go");
    engine.outcome(mail, OutcomeCame.Result.sent, null);
    return mail;
  }

  private void told(String userId, String event, SendAction mail) {
    engine.when(userId, event, "{'sendId':'%s'}".formatted(mail.sendId()));
  }

  /** The counters that are not zero. */
  private Map<Kind, Long> totals() {
    Map<Kind, Long> totals = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      long total = engine.total("", new TemplateCounterKey("a/hello", kind).counter().name());
      if (total != 0) {
        totals.put(kind, total);
      }
    }
    return totals;
  }

  @Test
  void shouldCountWhatAnyJourneySent() {
    sent("ada");
    engine.outcome(mail("ada", "come"), OutcomeCame.Result.sent, null);

    assertThat(totals()).isEqualTo(Map.of(Kind.SENT, 2L));
  }

  @Test
  void shouldCountWhatFailedAndWhatWasKeptBack() {
    // given
    engine.outcome(mail("ada", "go"), OutcomeCame.Result.failed, "no");

    // when
    engine.when("bob", "go");

    // then
    assertThat(totals()).isEqualTo(Map.of(Kind.FAILED, 1L, Kind.SKIPPED, 1L));
  }

  @Test
  void shouldNotTakeAJourneyThatFailsOnPurposeForAMailThatDid() {
    // given
    engine.givenJourney(
        """
        {'id':'gives-up','trigger':{'event':'try'},
         'steps':[{'id':'mail','type':'send','channel':'email','template':'a/hello','next':'oops'},
                  {'id':'oops','type':'fail','message':'enough'}]}
        """);

    // when
    engine.outcome(mail("ada", "try"), OutcomeCame.Result.sent, null);

    // then
    assertThat(engine.onlyState("ada", "gives-up").status()).isEqualTo("failed");
    assertThat(totals()).isEqualTo(Map.of(Kind.SENT, 1L));
  }

  @Test
  void shouldCountWhatWentOutAfterItsInstanceWasOver() {
    // given
    SendAction mail = mail("ada", "go");
    engine.when("ada", "leave");

    // when
    engine.outcome(mail, OutcomeCame.Result.sent, null);

    // then
    assertThat(totals()).isEqualTo(Map.of(Kind.SENT, 1L));
  }

  @Test
  void shouldCountTheFirstOpeningAndTheFirstClick() {
    // given
    SendAction mail = sent("ada");

    // when
    told("ada", "email.opened", mail);
    told("ada", "email.clicked", mail);
    told("ada", "email.clicked", mail);
    told("bob", "email.clicked", mail);

    // then
    assertThat(totals()).isEqualTo(Map.of(Kind.SENT, 1L, Kind.OPENED, 1L, Kind.CLICKED, 1L));
  }

  @Test
  void shouldCountWhatWasNotWelcomeOnceForEachTimeItIsTold() {
    // given
    SendAction mail = sent("ada");
    String bounce =
        "{'uuid':'b-1','event':'email.bounced','distinct_id':'ada','properties':{'sendId':'%s'}}"
            .formatted(mail.sendId());

    // when
    engine.raw(engine.now(), bounce);
    engine.raw(engine.now(), bounce);
    told("ada", "email.complained", mail);
    told("bob", "email.complained", mail);

    // then
    assertThat(totals()).isEqualTo(Map.of(Kind.SENT, 1L, Kind.BOUNCED, 1L, Kind.COMPLAINED, 1L));
  }

  @Test
  void shouldForgetWhatSomebodyDidWhoWasErased() {
    // given
    told("ada", "email.clicked", sent("ada"));
    engine.when("ada", "come", "{'$set':{'email':'a@b.c'}}");
    engine.outcome(engine.actions().get(0), OutcomeCame.Result.failed, "no");
    sent("bob");

    // when
    engine.command(new Command.EraseContact("ada", SALT));

    // then
    assertThat(totals()).isEqualTo(Map.of(Kind.SENT, 1L));
  }
}
