package dev.sojourn.delivery.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sojourn.delivery.Examples;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.registry.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LiquidRendererTest {

  private static final Map<String, Object> CONTEXT =
      Map.of("plan", "pro", "seats", 3, "name", "a property", "ratio", 0.5);
  private static final Map<String, Object> CONTACT =
      Map.of(
          "first",
          "Ann",
          "bio",
          "<script>'&\"",
          "tags",
          List.of("a", "<b>"),
          "address",
          Map.of("city", "Köln"),
          "since",
          "2026-01-15T10:30:00Z");

  private final LiquidRenderer renderer = new LiquidRenderer();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          user {{ user.id }} at {{ user.email }}              => user u-1 at ann@example.com
          {{ contact.first }} of {{ contact.address.city }}   => Ann of Köln
          {{ event.name }}                                    => user:created
          {{ event.plan }}, {{ event.properties.plan }}       => pro, pro
          {{ event.properties.name }}                         => a property
          {{ event.seats }} x {{ event.ratio }}               => 3 x 0.5
          {{ journey.id }}: {{ journey.name }}                => welcome: Welcome series
          [{% if contact.no.where %}x{% endif %}]             => []
          [{{ nothing | default: '' }}{{ nil }}]              => []
          {{ contact.last | upcase | default: 'friend' }}     => friend
          {{ contact.last | default: 'friend' }}              => friend
          {% if event.plan == 'pro' %}yes{% else %}no{% endif %} => yes
          {% if event.plan > 2 %}yes{% else %}no{% endif %}   => no
          {% for t in contact.tags %}{{ t }};{% endfor %}     => a;<b>;
          {{ contact.since | date: '%d %B %Y %H:%M' }}        => 15 January 2026 10:30
          {{ 'now' | date: '%Y-%m-%d %H:%M %z' }}             => 2026-03-05 23:30 +0000
          {{ contact.bio }}                                   => <script>'&"
          {{ contact.tags | json }}                           => ["a","<b>"]
          """)
  void shouldRenderPlainTextWhenBodyIsNotHtml(String body, String expected) {
    // given
    Template template = Examples.template("subject", body);

    // when
    RenderedMessage message = rendered(template);

    // then
    assertThat(message.body()).isEqualTo(expected);
    assertThat(message.html()).isNull();
  }

  static Stream<Arguments> htmlBodies() {
    return Stream.of(
        arguments("<p>{{ contact.first }}</p>", "<p>Ann</p>"),
        arguments("<p>{{ contact.bio }}</p>", "<p>&lt;script&gt;&#39;&amp;&quot;</p>"),
        arguments("<p>{{ contact.bio | upcase }}</p>", "<p>&lt;SCRIPT&gt;&#39;&amp;&quot;</p>"),
        arguments("<p>{{ contact.tags }}</p>", "<p>a&lt;b&gt;</p>"),
        arguments("<p>{{ contact.bio | raw }}</p>", "<p><script>'&\"</p>"),
        arguments("<p>{{ contact.bio | raw }}{{ contact.bio | strip }}</p>", null),
        arguments("<p>{{ contact.bio | escape }}</p>", "<p>&lt;script&gt;&#39;&amp;&quot;</p>"),
        arguments("<p>{% cycle contact.bio %}</p>", "<p>&lt;script&gt;&#39;&amp;&quot;</p>"),
        arguments(
            "<p>{% capture x %}<i>{{ contact.bio }}</i>{% endcapture %}{{ x }}</p>",
            "<p><i>&lt;script&gt;&#39;&amp;&quot;</i></p>"),
        arguments(
            "<p>{% capture x %}{{ contact.bio | raw }}{% endcapture %}{{ contact.bio }}</p>",
            "<p>&lt;script&gt;&#39;&amp;&quot;</p>"),
        arguments(
            "<p>{% capture x %}{{ event.plan }}{% endcapture %}{% if x == 'pro' %}y{% endif %}</p>",
            "<p>y</p>"),
        arguments("<p>{{ 'a<\nb' | newline_to_br }}</p>", "<p>a&lt;<br />\nb</p>"),
        arguments("{% assign a = 1 %}\n <p>{{ '<' }}</p>", "\n <p>&lt;</p>"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("htmlBodies")
  void shouldEscapeValuesOnceWhenBodyIsHtml(String body, String expected) {
    // given
    Template template = Examples.template("{{ contact.bio }}", body);

    // when
    RenderedMessage message = rendered(template);

    // then
    assertThat(message.html()).isNotNull();
    assertThat(message.body())
        .isEqualTo(
            expected == null ? "<p><script>'&\"&lt;script&gt;&#39;&amp;&quot;</p>" : expected);
    assertThat(message.subject()).isEqualTo("<script>'&\"");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "{% if user.id %}never closed",
        "{{ user.id",
        "{{ user.id | no_such_filter }}",
        "{% no_such_tag %}",
        "{% include_relative 'x' %}",
        "{{ user.id | slice }}",
        "{% for i in (1..20000) %}{% endfor %}",
        "{% for i in (1..9000) %}0123456789012345678901234567890123456789{% endfor %}"
      })
  void shouldSayWhyWhenTemplateIsBroken(String body) {
    // given
    Template template = Examples.template("subject", body);

    // when
    Rendering first = renderer.render(template, action(template));
    Rendering second = renderer.render(template, action(template));

    // then
    assertThat(first).isInstanceOf(Rendering.Broken.class).isEqualTo(second);
    assertThat(((Rendering.Broken) first).reason()).isNotBlank();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          Dear {{ contact.name }}                                => contact.name
          <p>Dear {{ contact.name }}</p>                         => contact.name
          {{ contact.unknown | upcase }}                         => contact.unknown
          {{ contact.address.street }}                           => contact.address.street
          {{ nothing }}                                          => nothing
          {% for tag in contact.tags %}{{ tag.name }}{% endfor %} => tag.name
          {% assign a = contact.name %}{{ a }}                   => a
          {% if true %}{{ event.where }}{% endif %}              => event.where
          {% capture a %}{{ event.where }}{% endcapture %}       => event.where
          """)
  void shouldNotPrintWhatHasNoValue(String text, String variable) {
    // given
    Template asBody = Examples.template("subject", text);
    Template asSubject = Examples.template(text, "body");
    Map<String, Object> contact = new HashMap<>(CONTACT);
    contact.put("name", null);

    // then
    for (Template template : List.of(asBody, asSubject)) {
      assertThat(renderer.render(template, Examples.action(1, template, CONTEXT, contact)))
          .isEqualTo(new Rendering.Broken("no value for '%s'".formatted(variable)));
    }
  }

  @Test
  void shouldSayWhichSettingIsMissingWhenThereIsNoWayOut() {
    // given
    Template template = Examples.template("subject", "<a href='{{ unsubscribe_url }}'>Bye</a>");

    // then
    assertThat(renderer.render(template, action(template)))
        .isEqualTo(
            new Rendering.Broken(
                "no value for 'unsubscribe_url', which needs the setting public.url"));
  }

  @Test
  void shouldMakeATextOfHtmlThatHasNone() {
    // given
    Template template =
        Examples.template("s", "<h1>Hi {{ contact.first }}</h1><p>{{ contact.bio }}</p>");

    // when
    RenderedMessage message = rendered(template);

    // then
    assertThat(message.text()).isEqualTo("Hi Ann\n\n<script>'&\"");
    assertThat(message.html()).isEqualTo("<h1>Hi Ann</h1><p>&lt;script&gt;&#39;&amp;&quot;</p>");
  }

  @Test
  void shouldRenderTheTextPartThatATemplateHas() {
    // given
    Template template = twoParts("<p>{{ contact.bio }}</p>", "Text: {{ contact.bio }}");

    // when
    RenderedMessage message = rendered(template);

    // then
    assertThat(message.text()).isEqualTo("Text: <script>'&\"");
    assertThat(message.html()).isEqualTo("<p>&lt;script&gt;&#39;&amp;&quot;</p>");
  }

  @Test
  void shouldSayWhyWhenATextPartIsBroken() {
    for (String text : List.of("{{ contact.no }}", "{% if", "x".repeat(256 * 1024 + 1))) {
      Template template = twoParts("<p>Hi</p>", text);

      assertThat(renderer.render(template, action(template))).isInstanceOf(Rendering.Broken.class);
    }
  }

  private static Template twoParts(String body, String text) {
    String hash = ContentHash.of("a", "s", null, null, body, text);
    return new Template("a", hash, "s", null, null, body, text);
  }

  @Test
  void shouldRefuseWhenTemplateIsTooLong() {
    // given
    Template template = Examples.template("subject", "x".repeat(256 * 1024 + 1));

    // when
    Rendering rendering = renderer.render(template, action(template));

    // then
    assertThat(rendering).isInstanceOf(Rendering.Broken.class);
  }

  @Test
  void shouldNotReadFilesWhenTemplateIncludesOne() throws IOException {
    // given
    Path folder = Path.of("snippets");
    Path file = folder.resolve("secret.liquid");
    List<Rendering> renderings = new ArrayList<>();
    Files.createDirectories(folder);
    Files.writeString(file, "the secret");

    // when
    try {
      for (String name : List.of("secret", "secret.liquid", file.toAbsolutePath().toString())) {
        Template template = Examples.template("s", "{% include '" + name + "' %}");
        renderings.add(renderer.render(template, action(template)));
      }
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }

    // then
    assertThat(renderings)
        .hasSize(3)
        .allSatisfy(
            rendering ->
                assertThat(((Rendering.Broken) rendering).reason())
                    .startsWith("templates cannot include"));
  }

  @Test
  void shouldStopWhenRenderingTakesTooLong() {
    // given
    AtomicInteger looks = new AtomicInteger();
    LiquidRenderer slow =
        new LiquidRenderer(
            () -> Instant.EPOCH.plus(Duration.ofMillis(100L * looks.getAndIncrement())));
    Template template = Examples.template("s", "{% for i in (1..1000) %}{{ i }}{% endfor %}");

    // when
    Rendering rendering = slow.render(template, action(template));

    // then
    assertThat(rendering).isEqualTo(new Rendering.Broken("it takes too long"));
    assertThat(looks.get()).isLessThan(50);
  }

  @Test
  void shouldMakeOneLineOfSubjectWhenValueHasLineBreaks() {
    // given
    Template template = Examples.template("Hi {{ contact.first }}", "text");
    SendAction action =
        Examples.action(1, template, Map.of(), Map.of("first", "Ann\r\nBcc: all@example.com"));

    // when
    Rendering rendering = renderer.render(template, action);

    // then
    assertThat(((Rendering.Rendered) rendering).message().subject())
        .isEqualTo("Hi Ann Bcc: all@example.com");
  }

  @Test
  void shouldBeWritableWhenFilterCutsAnEmojiInTwo() {
    // given
    Template template = Examples.template("s", "{{ '\uD83D\uDE00!' | truncate: 1, '' }}");

    // when
    RenderedMessage message = rendered(template);

    // then
    assertThat(message.body()).isEqualTo("?");
  }

  private RenderedMessage rendered(Template template) {
    Rendering rendering = renderer.render(template, action(template));
    assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
    return ((Rendering.Rendered) rendering).message();
  }

  private static SendAction action(Template template) {
    return Examples.action(1, template, CONTEXT, CONTACT);
  }
}
