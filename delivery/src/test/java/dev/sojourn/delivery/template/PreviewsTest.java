package dev.sojourn.delivery.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.delivery.Examples;
import dev.sojourn.journeys.template.Template;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PreviewsTest {

  private static final Previews.Sample SAMPLE =
      new Previews.Sample(
          "u-1",
          "ann@example.com",
          Map.of("name", "Ann"),
          "user:created",
          Map.of("plan", "pro"),
          "welcome",
          "Welcome series");

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-15T10:30:00Z"));

  private final Previews previews = new Previews(CLOCK, true);

  @Test
  void shouldShowWhatThePersonWouldGet() {
    // given
    Template template =
        Examples.template(
            "{{ contact.name }} of {{ journey.name }}",
            "<p>{{ user.email }} {{ event.plan }} {{ 'now' | date: '%Y' }}"
                + " <a href='{{ unsubscribe_url }}'>Bye</a></p>");

    // when
    Rendering rendering = previews.render(template, SAMPLE);

    // then
    assertThat(rendering)
        .isEqualTo(
            new Rendering.Rendered(
                new RenderedMessage(
                    "Ann of Welcome series",
                    "<p>ann@example.com pro 2026"
                        + " <a href='https://example.com/unsubscribe'>Bye</a></p>",
                    "ann@example.com pro 2026 Bye (https://example.com/unsubscribe)",
                    null,
                    null)));
  }

  @Test
  void shouldFailAsASendWouldWhereMailsHaveNoWayOut() {
    // given
    Template template = Examples.template("s", "Bye: {{ unsubscribe_url }}");

    // when
    Rendering rendering = new Previews(CLOCK, false).render(template, SAMPLE);

    // then
    assertThat(rendering)
        .isInstanceOf(Rendering.Broken.class)
        .isEqualTo(new LiquidRenderer().render(template, Examples.action(1, template)));
  }

  @Test
  void shouldSayWhyWhenItCannotBeRendered() {
    assertThat(previews.render(Examples.template("s", "{{ contact.last }}"), SAMPLE))
        .isEqualTo(new Rendering.Broken("no value for 'contact.last'"));
  }
}
