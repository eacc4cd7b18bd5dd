package dev.sojourn.processor.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.processor.counter.TemplateCounterKey.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TemplateCounterKeyTest {

  @ParameterizedTest
  @EnumSource
  void shouldBeFoundWhereItStands(Kind kind) {
    TemplateCounterKey total = new TemplateCounterKey("activation/sent/welcome", kind);

    assertThat(TemplateCounterKey.of(CounterKey.read(total.counter().bytes()))).contains(total);
  }

  @ParameterizedTest
  @CsvSource({
    "'', dead_letters/pending",
    "'', contacts",
    "'', template/x",
    "'', template/x/other",
    "journey, template/x/sent"
  })
  void shouldTakeNoOtherForItself(String journey, String name) {
    assertThat(TemplateCounterKey.of(new CounterKey(journey, name))).isEmpty();
  }

  @Test
  void shouldStandUnderTheWhole() {
    assertThat(new TemplateCounterKey("a/b", Kind.SKIPPED).counter())
        .isEqualTo(new CounterKey("", "template/a/b/skipped"));
  }
}
