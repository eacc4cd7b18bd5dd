package dev.sojourn.processor.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.QueryResult.JourneyCounts;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LifecycleTest {

  private static final String WELCOME =
      """
      {'id':'welcome','trigger':{'event':'user:created'},
       'exitOn':[{'event':'user:deleted'}],
       'steps':[
        {'id':'start','type':'send','channel':'email','template':'activation/welcome','next':'post-welcome'},
        {'id':'post-welcome','type':'sleep','duration':{'days':1},'next':'done'},
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
  void shouldWriteTheSeedsLogWhenWalkingThreeSteps() {
    // given
    engine.givenTemplate("activation/welcome");
    engine.givenJourney(WELCOME);

    // when
    engine.when("user_abc123", "user:created", "{'plan':'pro','$set':{'email':'a@b.c'}}");
    engine.delivered();
    engine.after(Duration.ofDays(1));

    // then
    assertThat(engine.log("user_abc123", "welcome"))
        .containsExactly(
            "entered null->start",
            "email_sent start->post-welcome",
            "completed post-welcome->done");
    var state = engine.onlyState("user_abc123", "welcome");
    assertThat(state.status()).isEqualTo("completed");
    assertThat(state.currentNodeId()).isEqualTo("post-welcome");
    assertThat(state.userEmail()).isEqualTo("a@b.c");
    assertThat(state.context()).containsEntry("plan", "pro").doesNotContainKey("$set");
    assertThat(state.completedAt())
        .isBetween(
            EngineHarness.START.plus(Duration.ofDays(1)),
            EngineHarness.START.plus(Duration.ofDays(1)).plusSeconds(1));
    JourneyCounts counts = engine.counts().get("welcome");
    assertThat(counts.completed()).isEqualTo(1);
    assertThat(counts.enrolled()).isEqualTo(1);
    assertThat(counts.durationMs()).isBetween(86_400_000L, 86_401_000L);
    assertThat(engine.rows("timers")).isZero();
  }
}
