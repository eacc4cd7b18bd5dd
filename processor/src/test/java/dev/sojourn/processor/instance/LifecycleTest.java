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
  void shouldWriteTheSeedsLogWhenWalkingThreeSteps() {
    // given
    heart.givenTemplate("activation/welcome");
    heart.givenJourney(WELCOME);

    // when
    heart.when("user_abc123", "user:created", "{'plan':'pro','$set':{'email':'a@b.c'}}");
    heart.delivered();
    heart.after(Duration.ofDays(1));

    // then
    assertThat(heart.log("user_abc123", "welcome"))
        .containsExactly(
            "entered null->start",
            "email_sent start->post-welcome",
            "completed post-welcome->done");
    var state = heart.onlyState("user_abc123", "welcome");
    assertThat(state.status()).isEqualTo("completed");
    assertThat(state.currentNodeId()).isEqualTo("post-welcome");
    assertThat(state.userEmail()).isEqualTo("a@b.c");
    assertThat(state.context()).containsEntry("plan", "pro").doesNotContainKey("$set");
    assertThat(state.completedAt())
        .isBetween(
            EngineHarness.START.plus(Duration.ofDays(1)),
            EngineHarness.START.plus(Duration.ofDays(1)).plusSeconds(1));
    JourneyCounts counts = heart.counts().get("welcome");
    assertThat(counts.completed()).isEqualTo(1);
    assertThat(counts.enrolled()).isEqualTo(1);
    assertThat(counts.durationMs()).isBetween(86_400_000L, 86_401_000L);
    assertThat(heart.rows("timers")).isZero();
  }
}
