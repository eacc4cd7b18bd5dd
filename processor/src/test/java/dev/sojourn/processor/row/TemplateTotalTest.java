package dev.sojourn.processor.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.processor.row.TemplateTotal.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TemplateTotalTest {

  @ParameterizedTest
  @EnumSource
  void shouldBeFoundWhereItStands(Kind kind) {
    TemplateTotal total = new TemplateTotal("activation/sent/welcome", kind);

    assertThat(TemplateTotal.of(CounterKey.read(total.counter().bytes()))).contains(total);
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
    assertThat(TemplateTotal.of(new CounterKey(journey, name))).isEmpty();
  }

  @Test
  void shouldStandUnderTheWhole() {
    assertThat(new TemplateTotal("a/b", Kind.SKIPPED).counter())
        .isEqualTo(new CounterKey("", "template/a/b/skipped"));
  }
}
