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

  private EngineHarness heart;

  @BeforeEach
  void start() {
    heart = new EngineHarness();
  }

  @AfterEach
  void stop() {
    heart.close();
  }

  @Test
  void shouldCountAndTellAGoalOnce() {
    // given
    heart.givenJourney(TRIP.formatted(""));
    heart.when("ada", "go");
    heart.journal();

    // when
    heart.when("ada", "paid");
    heart.when("ada", "paid");

    // then
    assertThat(heart.log("ada", "trip"))
        .containsExactly("entered null->nap", "goal_reached nap->nap");
    assertThat(heart.counter("trip", CounterKey.GOAL)).isEqualTo(1);
    assertThat(heart.counter("trip", CounterKey.GOAL_CONTROL)).isZero();
    assertThat(heart.journal())
        .singleElement()
        .satisfies(
            record ->
                assertThat(record.get("effects").toString())
                    .isEqualTo("[{\"effect\":\"goal\",\"journeyId\":\"trip\",\"control\":false}]"));
  }

  @Test
  void shouldCountAGoalThatARepeatBringsOnce() {
    // given
    heart.givenJourney(TRIP.formatted(""));
    heart.when("ada", "go");
    heart.after(Duration.ofDays(3));

    // when
    String paid = "{'event':'paid','distinct_id':'ada','uuid':'one','properties':{}}";
    heart.raw(heart.now(), paid);
    heart.when("ada", "go");
    heart.raw(heart.now(), paid);

    // then
    assertThat(heart.counter("trip", CounterKey.GOAL)).isEqualTo(1);
  }

  @Test
  void shouldCountWhoIsHeldOutOnceAndTheirGoals() {
    // given
    heart.givenJourney(TRIP.formatted("'holdout':{'percent':100},"));

    // when
    heart.when("ada", "go");
    heart.when("ada", "go");
    heart.when("bob", "go");
    heart.when("bob", "paid");
    heart.when("kim", "paid");

    // then
    assertThat(heart.refusals("ada", "trip")).containsExactly("held_out", "held_out");
    assertThat(heart.counter("trip", CounterKey.HELD_OUT)).isEqualTo(2);
    assertThat(heart.counter("trip", CounterKey.GOAL_CONTROL)).isEqualTo(1);
    assertThat(heart.counter("trip", CounterKey.GOAL)).isZero();
  }
}
