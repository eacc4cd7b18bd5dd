package dev.sojourn.processor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.topics.topic.Headers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An exception fails its own instance and nothing else. */
class FaultTest {

  private EngineHarness heart;

  @BeforeEach
  void start() {
    heart = new EngineHarness();
  }

  @AfterEach
  void stop() {
    heart.close();
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
    heart.givenJourney(journey("broken", "{'id':'c','type':'checkpoint','next':'broken'}"));
    heart.givenJourney(
        """
        {'id':'sound','trigger':{'event':'user:created'},
         'steps':[{'id':'nap','type':'sleep','duration':'PT1H','next':'done'},
                  {'id':'done','type':'complete'}]}
        """);

    // when
    heart.when("eve", "user:created");
    heart.when("ada", "user:created");

    // then
    assertThat(heart.onlyState("eve", "broken").status()).isEqualTo("failed");
    assertThat(heart.onlyState("eve", "broken").errorMessage())
        .isEqualTo("engine_error in step 'broken': UnsupportedOperationException: broken step");
    assertThat(heart.onlyState("eve", "sound").status()).isEqualTo("waiting");
    assertThat(heart.onlyState("ada", "broken").status()).isEqualTo("waiting");
    assertThat(heart.deadLetters())
        .singleElement()
        .satisfies(
            letter ->
                assertThat(Headers.text(letter.headers(), Headers.REASON))
                    .hasValue("engine_error"));
  }

  @Test
  void shouldFailOneInstanceAndNothingElseWhenAStepThrowsForATimer() {
    // given
    heart.givenJourney(
        journey("late", "{'id':'nap','type':'sleep','duration':'PT1H','next':'broken'}"));
    heart.when("eve", "user:created");
    heart.when("ada", "user:created");

    // when
    heart.after(Duration.ofHours(3));

    // then
    assertThat(heart.onlyState("eve", "late").status()).isEqualTo("failed");
    assertThat(heart.onlyState("ada", "late").status()).isEqualTo("completed");
    assertThat(heart.rows("timers")).isZero();
    assertThat(heart.counts().get("late").failed()).isEqualTo(1);
  }
}
