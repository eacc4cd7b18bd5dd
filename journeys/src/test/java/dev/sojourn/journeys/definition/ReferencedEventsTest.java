package dev.sojourn.journeys.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.dsl.Conditions;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferencedEventsTest {

  private static Condition counted(String event) {
    return Conditions.event(event).exists();
  }

  @Test
  void shouldMentionEveryEventThatItListensForOrCounts() {
    assertThat(new EventRule("a", List.of(counted("b"))).referencedEvents())
        .containsExactly("a", "b");
    assertThat(new EventRule("a", null).referencedEvents()).containsExactly("a");
  }
}
