package dev.sojourn.delivery.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.delivery.Examples;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.link.LinkSigner;
import dev.sojourn.topics.link.LinkToken;
import dev.sojourn.topics.link.LinkToken.Click;
import dev.sojourn.topics.link.LinkToken.Open;
import dev.sojourn.topics.link.LinkToken.Unsubscribe;
import dev.sojourn.topics.link.Links;
import dev.sojourn.topics.registry.ContentHash;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinkRewriterTest {

  private static final LinkSigner KEY = LinkSigner.of("0123456789abcdef");
  private static final Links LINKS = new Links(URI.create("https://j.example.com"), KEY);

  private final LiquidRenderer renderer = new LiquidRenderer(InstantSource.system(), LINKS);

  private static Template template(@Nullable String category, String body) {
    String hash = ContentHash.of("a", "s", null, category, body);
    return new Template("a", hash, "s", null, category, body);
  }

  private RenderedMessage rendered(Template template) {
    Rendering rendering = renderer.render(template, action(template));
    assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
    return ((Rendering.Rendered) rendering).message();
  }

  private static SendAction action(Template template) {
    return Examples.action(1, template, Map.of(), Map.of("first", "Ann"));
  }

  private String html(String body) {
    String html = rendered(template(null, body)).html();
    assertThat(html).isNotNull();
    return html;
  }

  private static List<String> hrefs(String html) {
    return Jsoup.parse(html).select("[href]").eachAttr("href");
  }

  private static LinkToken token(String url, String path) {
    String start = "https://j.example.com" + path;
    assertThat(url).startsWith(start);
    return KEY.verify(url.substring(start.length())).orElseThrow();
  }

  @Test
  void shouldLeadLinksThroughUsAndOnToWhereTheyLed() {
    // given
    Template template =
        template(
            null,
            "<p><a class=\"b\" href=\"https://x.org/{{ contact.first }}?a=1&amp;b=2#c\">x</a>"
                + "<map><area href='HTTP://y.org'></map></p>");
    SendAction action = action(template);

    // when
    String html = rendered(template).html();

    // then
    List<String> urls = hrefs(html);
    assertThat(urls).hasSize(2);
    assertThat(token(urls.get(0), Links.CLICK))
        .isEqualTo(new Click("u-1", action.sendId(), "https://x.org/Ann?a=1&b=2#c"));
    assertThat(token(urls.get(1), Links.CLICK))
        .isEqualTo(new Click("u-1", action.sendId(), "HTTP://y.org"));
    assertThat(html).contains("<a class=\"b\"");
  }

  @ParameterizedTest
  @CsvSource({
    "https://x.org/größe, https://x.org/gr%C3%B6%C3%9Fe",
    "https://x.org/%C3%B6, https://x.org/%C3%B6",
    "' https://x.org ', https://x.org",
  })
  void shouldLeadToAnAddressThatAHeaderCanCarry(String written, String url) {
    assertThat(hrefs(html("<a href='" + written + "'>x</a>")))
        .singleElement()
        .satisfies(href -> assertThat(((Click) token(href, Links.CLICK)).url()).isEqualTo(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mailto:a@x.org",
        "tel:+49170",
        "#top",
        "/relative",
        "javascript:alert(1)",
        "https://",
        "https://x.org/a b",
        "myapp://open",
      })
  void shouldLeaveWhatIsNoLinkToTheWeb(String href) {
    assertThat(hrefs(html("<a href=\"" + href + "\">x</a>"))).containsExactly(href);
  }

  @Test
  void shouldLeaveLinksThatAreLongerThanMailProgramsTake() {
    String url = "https://x.org/" + "a".repeat(2_000);

    assertThat(hrefs(html("<a href='" + url + "'>x</a>"))).containsExactly(url);
  }

  @Test
  void shouldEndWithAPictureThatTellsOfTheOpening() {
    // given
    Template template = template(null, "<p>Hi</p>");

    // when
    String html = rendered(template).html();

    // then
    assertThat(html).startsWith("<p>Hi</p><img src=\"").doesNotContain("<html");
    String src = Jsoup.parse(html).selectFirst("img").attr("src");
    assertThat(token(src, Links.OPEN)).isEqualTo(new Open("u-1", action(template).sendId()));
  }

  @Test
  void shouldLeaveAWholeDocumentAsItIs() {
    // given
    String document =
        "<!doctype html><html lang=\"de\"><head><style>p > a { color: red }</style></head>"
            + "<body bgcolor=\"#fff\"><!--[if mso]><o:p>x</o:p><![endif]-->"
            + "<p>a &nbsp; b<br>ü</p></body></html>";

    // when
    String html = html(document);

    // then
    assertThat(html.replaceAll("<img [^>]*>", "")).isEqualTo(document);
    assertThat(html).containsPattern("<img [^>]*></body></html>$");
  }

  @Test
  void shouldKeepTheStyleOfAPieceOfADocument() {
    String piece = "<!-- c --><style>p { color: red }</style><p>Hi</p>";

    assertThat(html(piece).replaceAll("<img [^>]*>", "")).isEqualTo(piece);
  }

  @Test
  void shouldHaveTheAuthorsAddressesInTheText() {
    RenderedMessage message = rendered(template(null, "<a href='https://x.org/a'>Go</a>"));

    assertThat(message.text()).isEqualTo("Go (https://x.org/a)");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"-, -, true", "'', -, true", "news, news, true", "transactional, -, false"})
  void shouldHaveAWayOut(@Nullable String category, @Nullable String left, boolean inHeaders) {
    // given
    Template template = template(category, "<a href='{{ unsubscribe_url }}'>Bye</a>");
    Unsubscribe expected = new Unsubscribe("u-1", action(template).sendId(), left);

    // when
    RenderedMessage message = rendered(template);

    // then
    String html = message.html();
    assertThat(html).isNotNull();
    assertThat(hrefs(html))
        .singleElement()
        .satisfies(href -> assertThat(token(href, Links.UNSUBSCRIBE)).isEqualTo(expected));
    if (inHeaders) {
      assertThat(message.unsubscribe()).isNotNull();
      assertThat(token(message.unsubscribe(), Links.UNSUBSCRIBE)).isEqualTo(expected);
    } else {
      assertThat(message.unsubscribe()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"-, news, news, true", "-, transactional, -, false", "tips, tips, tips, true"})
  void shouldLeadOutOfWhatTheActionSaysTheMailIs(
      @Nullable String own, String category, @Nullable String left, boolean inHeaders) {
    // given
    Template template = template(own, "<a href='{{ unsubscribe_url }}'>Bye</a>");
    SendAction action = Examples.action(1, template, category);

    // when
    RenderedMessage message = ((Rendering.Rendered) renderer.render(template, action)).message();

    // then
    String html = message.html();
    assertThat(html).isNotNull();
    assertThat(hrefs(html))
        .singleElement()
        .satisfies(
            href ->
                assertThat(token(href, Links.UNSUBSCRIBE))
                    .isEqualTo(new Unsubscribe("u-1", action.sendId(), left)));
    assertThat(message.unsubscribe() != null).isEqualTo(inHeaders);
  }

  @Test
  void shouldLeaveATextMailAsItIsButForItsWayOut() {
    // when
    RenderedMessage message = rendered(template(null, "See https://x.org"));

    // then
    assertThat(message.text()).isEqualTo("See https://x.org");
    assertThat(message.html()).isNull();
    assertThat(message.unsubscribe()).isNotNull();
  }
}
