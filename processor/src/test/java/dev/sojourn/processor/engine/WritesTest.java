package dev.sojourn.processor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.processor.task.StoreNames;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes are what a journey costs: adding one must be deliberate. */
class WritesTest {

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenTemplate("first");
    engine.givenTemplate("second");
    engine.givenJourney(
        """
        {'id':'mails','trigger':{'event':'user:created'},
         'steps':[
          {'id':'a','type':'send','channel':'email','template':'first','next':'nap'},
          {'id':'nap','type':'sleep','duration':'PT1H','next':'b'},
          {'id':'b','type':'send','channel':'email','template':'second','next':'done'},
          {'id':'done','type':'complete'}]}
        """);
    engine.changelogRecords(StoreNames.STATE);
    engine.changelogRecords(StoreNames.TIMERS);
    engine.changelogRecords(StoreNames.HISTORY);
    engine.changelogRecords(StoreNames.COUNTERS);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void shouldWriteThirteenRowsForAWholeJourneyOfTwoSends() {
    // when
    engine.raw(
        engine.now(),
        "{'event':'user:created','distinct_id':'ada','email':'a@b.c','properties':{}}");
    engine.delivered();
    engine.after(Duration.ofHours(1));
    engine.delivered();

    // then
    assertThat(engine.onlyState("ada", "mails").status()).isEqualTo("completed");
    assertThat(engine.changelogRecords(StoreNames.HISTORY)).isEqualTo(1);
    // summary 3, instance 4, index 3; the contact, because the event brought an email address
    assertThat(engine.changelogRecords(StoreNames.STATE)).isEqualTo(10 + 1);
    assertThat(engine.changelogRecords(StoreNames.TIMERS)).isEqualTo(2);
    // one commit a record here: status counters, the new contact, each email by journey and
    // template; the version with all its steps once for each of four decisions, and before the
    // first one that versions are counted
    assertThat(engine.changelogRecords(StoreNames.COUNTERS)).isEqualTo(8 + 1 + 2 + 2 + 4 + 1);
  }

  @Test
  void shouldWriteOneRowForAnEventThatNobodyWaitsFor() {
    // when
    engine.when("ada", "page:viewed", "{'url':'/'}");

    // then
    assertThat(engine.changelogRecords(StoreNames.HISTORY)).isEqualTo(1);
    assertThat(engine.changelogRecords(StoreNames.STATE)).isZero();
    assertThat(engine.changelogRecords(StoreNames.TIMERS)).isZero();
    assertThat(engine.changelogRecords(StoreNames.COUNTERS)).isZero();
  }
}
