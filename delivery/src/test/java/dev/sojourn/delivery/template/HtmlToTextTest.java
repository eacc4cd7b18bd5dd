package dev.sojourn.delivery.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class HtmlToTextTest {

  static Stream<Arguments> documents() {
    return Stream.of(
        arguments("<p>One</p><p>Two</p>", "One\n\nTwo"),
        arguments("<h1>Title</h1>\n<p>a\n  b <b>c</b>,\n d</p>", "Title\n\na b c, d"),
        arguments("a<br>b<br/>\n c", "a\nb\nc"),
        arguments("<div>a</div><div><div>b</div></div>c", "a\nb\nc"),
        arguments("<ul><li>one</li><li>two</li></ul>after", "- one\n- two\n\nafter"),
        arguments("<p>5 &lt; 6 &amp; <i>&quot;so&quot;</i></p>", "5 < 6 & \"so\""),
        arguments("<p>Schöne Grüße 🎉</p>", "Schöne Grüße 🎉"),
        arguments(
            "<p>See <a href='https://x.org/?a=1&amp;b=2'>the site</a>.</p>",
            "See the site (https://x.org/?a=1&b=2)."),
        arguments("<a href='https://x.org'>https://x.org</a>", "https://x.org"),
        arguments("<a href='https://x.org'><img src='a.png'></a>", "https://x.org"),
        arguments("<a href='mailto:a@x.org'>a@x.org</a>", "a@x.org"),
        arguments("<a href='#top'>up</a> <a name='x'>here</a>", "up here"),
        arguments("<p>Our <img src='l.png' alt='logo'></p><img src='p.gif'>", "Our logo"),
        arguments("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        arguments(
            "<html><head><title>T</title><style>p{}</style></head>"
                + "<body><script>x()</script><p>Hi</p></body></html>",
            "Hi"),
        arguments("<div style='DISPLAY : none'>first line</div><p hidden>x</p><p>Hi</p>", "Hi"),
        arguments("<!-- no --><p>Hi</p><!--[if mso]><p>Outlook</p><![endif]-->", "Hi"),
        arguments("<p>a</p><p></p><p> </p><div></div><p>b</p>", "a\n\nb"),
        arguments("<p>not closed <b>at all", "not closed at all"),
        arguments("", ""));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldReadAsTheHtmlDoes(String html, String text) {
    assertThat(HtmlToText.of(html)).isEqualTo(text);
  }
}
