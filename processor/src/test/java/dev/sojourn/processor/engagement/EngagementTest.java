package dev.sojourn.processor.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.task.StoreNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngagementTest {

  private static final String MAILS =
      """
      {'id':'mails','trigger':{'event':'go'},'entryLimit':'unlimited',
       'steps':[
        {'id':'mail','type':'send','channel':'email','template':'hi','next':'nap'},
        {'id':'nap','type':'sleep','duration':{'days':1},'next':'done'},
        {'id':'done','type':'complete'}]}
      """;

  private static final String ASKS =
      """
      {'id':'asks','trigger':{'event':'ask',
        'where':[{'type':'email_engagement','templateKey':'hi','check':'clicked'}]},
       'steps':[{'id':'done','type':'complete'}]}
      """;

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenTemplate("hi");
    engine.givenJourney(MAILS);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private String mail() {
    engine.when("ada", "go", "{'$set':{'email':'a@b.c'}}");
    return engine.delivered().get(0).sendId().toString();
  }

  private void told(String userId, String event, String send) {
    engine.when(userId, event, "{'sendId':'%s'}".formatted(send));
  }

  @Test
  void shouldCountTheFirstOpeningAndTheFirstClickOfEachEmail() {
    // given
    String first = mail();

    // when
    told("ada", "email.opened", first);
    told("ada", "email.opened", first);
    told("ada", "email.clicked", first);
    told("ada", "email.clicked", first);
    told("bob", "email.clicked", first);
    told("ada", "email.clicked", "nonsense");

    // then
    assertThat(engine.counter("mails", CounterKey.EMAIL_OPENED)).isEqualTo(1);
    assertThat(engine.counter("mails", CounterKey.EMAIL_CLICKED)).isEqualTo(1);
  }

  @Test
  void shouldCountAClickAsAnOpening() {
    // when
    told("ada", "email.clicked", mail());

    // then
    assertThat(engine.counter("mails", CounterKey.EMAIL_OPENED)).isEqualTo(1);
    assertThat(engine.counter("mails", CounterKey.EMAIL_CLICKED)).isEqualTo(1);
  }

  @Test
  void shouldAskAboutWhatWasStored() {
    // given
    engine.givenJourney(ASKS);
    String mail = mail();
    engine.when("ada", "ask");

    // when
    told("ada", "email.clicked", mail);
    engine.when("ada", "ask");

    // then
    assertThat(engine.refusals("ada", "asks")).containsExactly("trigger_conditions_not_met");
    assertThat(engine.onlyState("ada", "asks").status()).isEqualTo("completed");
  }

  @Test
  void shouldWriteNothingMoreForASendThatNobodyAsksAbout() {
    // given
    engine.when("ada", "go", "{'$set':{'email':'a@b.c'}}");
    engine.changelogRecords(StoreNames.STATE);

    // when
    engine.delivered();

    // then: the instance, and the summary for the timer
    assertThat(engine.changelogRecords(StoreNames.STATE)).isEqualTo(2);
  }

  @Test
  void shouldWriteOneRowForTheFirstTouchAndNoneForTheNext() {
    // given
    String mail = mail();
    engine.changelogRecords(StoreNames.STATE);

    // when
    told("ada", "email.opened", mail);
    told("ada", "email.opened", mail);

    // then
    assertThat(engine.changelogRecords(StoreNames.STATE)).isEqualTo(1);
  }
}
