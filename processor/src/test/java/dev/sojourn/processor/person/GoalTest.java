package dev.sojourn.processor.person;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.engine.EngineHarness;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GoalTest {

  private static final String TRIP =
      """
      {'id':'trip','trigger':{'event':'go'},'entryLimit':'unlimited',
       'goal':{'event':'paid','window':{'days':7}},%s
       'steps':[
        {'id':'nap','type':'sleep','duration':{'days':2},'next':'done'},
        {'id':'done','type':'complete'}]}
      """;

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void shouldCountAndTellAGoalOnce() {
    // given
    engine.givenJourney(TRIP.formatted(""));
    engine.when("ada", "go");
    engine.journal();

    // when
    engine.when("ada", "paid");
    engine.when("ada", "paid");

    // then
    assertThat(engine.log("ada", "trip"))
        .containsExactly("entered null->nap", "goal_reached nap->nap");
    assertThat(engine.counter("trip", CounterKey.GOAL)).isEqualTo(1);
    assertThat(engine.counter("trip", CounterKey.GOAL_CONTROL)).isZero();
    assertThat(engine.journal())
        .singleElement()
        .satisfies(
            record ->
                assertThat(record.get("effects").toString())
                    .isEqualTo("[{\"effect\":\"goal\",\"journeyId\":\"trip\",\"control\":false}]"));
  }

  @Test
  void shouldCountAGoalThatARepeatBringsOnce() {
    // given
    engine.givenJourney(TRIP.formatted(""));
    engine.when("ada", "go");
    engine.after(Duration.ofDays(3));

    // when
    String paid = "{'event':'paid','distinct_id':'ada','uuid':'one','properties':{}}";
    engine.raw(engine.now(), paid);
    engine.when("ada", "go");
    engine.raw(engine.now(), paid);

    // then
    assertThat(engine.counter("trip", CounterKey.GOAL)).isEqualTo(1);
  }

  @Test
  void shouldCountWhoIsHeldOutOnceAndTheirGoals() {
    // given
    engine.givenJourney(TRIP.formatted("'holdout':{'percent':100},"));

    // when
    engine.when("ada", "go");
    engine.when("ada", "go");
    engine.when("bob", "go");
    engine.when("bob", "paid");
    engine.when("kim", "paid");

    // then
    assertThat(engine.refusals("ada", "trip")).containsExactly("held_out", "held_out");
    assertThat(engine.counter("trip", CounterKey.HELD_OUT)).isEqualTo(2);
    assertThat(engine.counter("trip", CounterKey.GOAL_CONTROL)).isEqualTo(1);
    assertThat(engine.counter("trip", CounterKey.GOAL)).isZero();
  }
}
