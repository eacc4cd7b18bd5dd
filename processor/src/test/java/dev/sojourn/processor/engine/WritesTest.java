package dev.sojourn.processor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.processor.task.StoreNames;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes are what a journey costs: adding one must be deliberate. */
class WritesTest {

  private EngineHarness heart;

  @BeforeEach
  void start() {
    heart = new EngineHarness();
    heart.givenTemplate("first");
    heart.givenTemplate("second");
    heart.givenJourney(
        """
        {'id':'mails','trigger':{'event':'user:created'},
         'steps':[
          {'id':'a','type':'send','channel':'email','template':'first','next':'nap'},
          {'id':'nap','type':'sleep','duration':'PT1H','next':'b'},
          {'id':'b','type':'send','channel':'email','template':'second','next':'done'},
          {'id':'done','type':'complete'}]}
        """);
    heart.changelogRecords(StoreNames.STATE);
    heart.changelogRecords(StoreNames.TIMERS);
    heart.changelogRecords(StoreNames.HISTORY);
    heart.changelogRecords(StoreNames.COUNTERS);
  }

  @AfterEach
  void stop() {
    heart.close();
  }

  @Test
  void shouldWriteThirteenRowsForAWholeJourneyOfTwoSends() {
    // when
    heart.raw(
        heart.now(),
        "{'event':'user:created','distinct_id':'ada','email':'a@b.c','properties':{}}");
    heart.delivered();
    heart.after(Duration.ofHours(1));
    heart.delivered();

    // then
    assertThat(heart.onlyState("ada", "mails").status()).isEqualTo("completed");
    assertThat(heart.changelogRecords(StoreNames.HISTORY)).isEqualTo(1);
    // summary 3, instance 4, index 3; the contact, because the event brought an email address
    assertThat(heart.changelogRecords(StoreNames.STATE)).isEqualTo(10 + 1);
    assertThat(heart.changelogRecords(StoreNames.TIMERS)).isEqualTo(2);
    // one commit a record here: status counters, the new contact, each email by journey and
    // template
    assertThat(heart.changelogRecords(StoreNames.COUNTERS)).isEqualTo(8 + 1 + 2 + 2);
  }

  @Test
  void shouldWriteOneRowForAnEventThatNobodyWaitsFor() {
    // when
    heart.when("ada", "page:viewed", "{'url':'/'}");

    // then
    assertThat(heart.changelogRecords(StoreNames.HISTORY)).isEqualTo(1);
    assertThat(heart.changelogRecords(StoreNames.STATE)).isZero();
    assertThat(heart.changelogRecords(StoreNames.TIMERS)).isZero();
    assertThat(heart.changelogRecords(StoreNames.COUNTERS)).isZero();
  }
}
