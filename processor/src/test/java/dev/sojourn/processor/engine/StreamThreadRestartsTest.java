package dev.sojourn.processor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StreamThreadRestartsTest {

  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final StreamThreadRestarts deaths = new StreamThreadRestarts(() -> now, 2);

  private List<Boolean> whenTheyDie(int times, Duration apart) {
    List<Boolean> goesOn = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      goesOn.add(deaths.tryAcquire());
      now = now.plus(apart);
    }
    return goesOn;
  }

  @Test
  void shouldGiveUpWhenThreadsDieAgainAndAgain() {
    assertThat(whenTheyDie(8, Duration.ofSeconds(1)))
        .containsExactly(true, true, true, true, true, true, true, false);
  }

  @Test
  void shouldGoOnWhenAThreadDiesNowAndThen() {
    assertThat(whenTheyDie(100, Duration.ofMinutes(1))).containsOnly(true);
  }
}
