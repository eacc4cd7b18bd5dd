package dev.sojourn.processor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.topics.topic.Headers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An exception fails its own instance and nothing else. */
class FaultTest {

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private static String journey(String id, String firstStep) {
    return """
    {'id':'%s','trigger':{'event':'user:created'},
     'steps':[%s,
      {'id':'broken','type':'throw','user':'eve','next':'nap2'},
      {'id':'nap2','type':'sleep','duration':'PT1H','next':'done'},
      {'id':'done','type':'complete'}]}
    """
        .formatted(id, firstStep);
  }

  @Test
  void shouldFailOneInstanceAndNothingElseWhenAStepThrowsForAnEvent() {
    // given
    engine.givenJourney(journey("broken", "{'id':'c','type':'checkpoint','next':'broken'}"));
    engine.givenJourney(
        """
        {'id':'sound','trigger':{'event':'user:created'},
         'steps':[{'id':'nap','type':'sleep','duration':'PT1H','next':'done'},
                  {'id':'done','type':'complete'}]}
        """);

    // when
    engine.when("eve", "user:created");
    engine.when("ada", "user:created");

    // then
    assertThat(engine.onlyState("eve", "broken").status()).isEqualTo("failed");
    assertThat(engine.onlyState("eve", "broken").errorMessage())
        .isEqualTo("engine_error in step 'broken': UnsupportedOperationException: broken step");
    assertThat(engine.onlyState("eve", "sound").status()).isEqualTo("waiting");
    assertThat(engine.onlyState("ada", "broken").status()).isEqualTo("waiting");
    assertThat(engine.deadLetters())
        .singleElement()
        .satisfies(
            letter ->
                assertThat(Headers.text(letter.headers(), Headers.REASON))
                    .hasValue("engine_error"));
  }

  @Test
  void shouldFailOneInstanceAndNothingElseWhenAStepThrowsForATimer() {
    // given
    engine.givenJourney(
        journey("late", "{'id':'nap','type':'sleep','duration':'PT1H','next':'broken'}"));
    engine.when("eve", "user:created");
    engine.when("ada", "user:created");

    // when
    engine.after(Duration.ofHours(3));

    // then
    assertThat(engine.onlyState("eve", "late").status()).isEqualTo("failed");
    assertThat(engine.onlyState("ada", "late").status()).isEqualTo("completed");
    assertThat(engine.rows("timers")).isZero();
    assertThat(engine.counts().get("late").failed()).isEqualTo(1);
  }
}
