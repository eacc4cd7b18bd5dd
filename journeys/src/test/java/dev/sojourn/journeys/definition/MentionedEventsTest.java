package dev.sojourn.journeys.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.condition.EventCondition;
import dev.sojourn.journeys.dsl.Conditions;
import java.util.List;
import org.junit.jupiter.api.Test;

class MentionedEventsTest {

  private static Condition counted(String event) {
    Condition condition = Conditions.event(event).exists();
    assertThat(condition).isInstanceOf(EventCondition.class);
    return condition;
  }

  @Test
  void shouldMentionEveryEventThatItListensForOrCounts() {
    assertThat(new EventRule("a", List.of(counted("b"))).mentionedEvents())
        .containsExactly("a", "b");
    assertThat(new EventRule("a", null).mentionedEvents()).containsExactly("a");
  }
}
