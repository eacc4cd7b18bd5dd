package dev.sojourn.topics.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.link.LinkToken.Click;
import dev.sojourn.topics.link.LinkToken.Open;
import dev.sojourn.topics.link.LinkToken.Unsubscribe;
import java.net.URI;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinkSignerTest {

  private static final SendId SEND =
      new SendId(InstanceId.of(1_700_000_000_000L, 42, 7), "start:écoute", 3);
  private static final LinkSigner KEY = LinkSigner.of("0123456789abcdef");

  static Stream<LinkToken> tokens() {
    return Stream.of(
        new Click("u-1", SEND, "https://example.com/a?b=c&d=%20#e"),
        new Click("u-1", SEND, "https://example.com/" + "x".repeat(5_000)),
        new Open("Jörg 🎉", SEND),
        new Unsubscribe("u-1", SEND, "news"),
        new Unsubscribe("u-1", SEND, null));
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void shouldKnowItsOwn(LinkToken token) {
    // when
    String text = KEY.sign(token);

    // then
    assertThat(text).matches("[A-Za-z0-9_-]+");
    assertThat(KEY.verify(text)).contains(token);
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void shouldNotKnowWhatAnotherKeySigned(LinkToken token) {
    assertThat(KEY.verify(LinkSigner.of("another secret of us").sign(token))).isEmpty();
  }

  /** Changes each character in turn, so that no part is left unsigned. */
  @Test
  void shouldNotKnowATokenInWhichOneLetterIsAnother() {
    // given
    String text = KEY.sign(new Unsubscribe("u-1", SEND, "news"));

    for (int i = 0; i < text.length(); i++) {
      for (char other : new char[] {'A', 'B', '_', '9'}) {
        if (text.charAt(i) != other) {
          // when
          String changed = text.substring(0, i) + other + text.substring(i + 1);

          // then
          assertThat(KEY.verify(changed)).as("letter %d", i).isEmpty();
        }
      }
    }
  }

  @Test
  void shouldNotKnowAShortenedNorALengthenedToken() {
    String text = KEY.sign(new Open("u-1", SEND));

    for (int length = 0; length < text.length(); length++) {
      assertThat(KEY.verify(text.substring(0, length))).as("length %d", length).isEmpty();
    }
    assertThat(KEY.verify(text + "A")).isEmpty();
    assertThat(KEY.verify(text + "=")).isEmpty();
    assertThat(KEY.verify(text + text)).isEmpty();
  }

  /** Otherwise a click could be taken for an unsubscribe. */
  @Test
  void shouldNotTakeOneKindForAnother() {
    byte[] signed = Base64.getUrlDecoder().decode(KEY.sign(new Click("u-1", SEND, "")));
    signed[1] = 'u';

    assertThat(KEY.verify(Base64.getUrlEncoder().withoutPadding().encodeToString(signed)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "AQ", "not base64!", "ä", "../../etc"})
  void shouldNotKnowWhatIsNoToken(String text) {
    assertThat(KEY.verify(text)).isEmpty();
  }

  @Test
  void shouldNotDecodeWhatIsLongerThanAnyLink() {
    assertThat(KEY.verify("A".repeat(1_000_000))).isEmpty();
  }

  /** Emails in inboxes contain such links; any later format must still read them. */
  @Test
  void shouldReadWhatTheFirstVersionWrote() {
    String written =
        "AXUAA3UtMQAsMDE4YmNmZTUtNjgwMC04MDAwLTgwMDAtMDAwMD"
            + "AwMDAwMDA3OnN0YXJ0OjEABG5ld3MeaLmufaQEo4f_MSXl6KLI";

    assertThat(KEY.verify(written))
        .contains(
            new Unsubscribe(
                "u-1", SendId.parse("018bcfe5-6800-8000-8000-000000000007:start:1"), "news"));
  }

  /** Computed with Python's hashlib: other iterations or another salt would give another key. */
  @Test
  void shouldMakeASlowKeyOfASecretThatOpensOtherDoors() {
    // given
    String written =
        "AXUAA3UtMQAsMDE4YmNmZTUtNjgwMC04MDAwLTgwMDAtMDAwMD"
            + "AwMDAwMDA3OnN0YXJ0OjEABG5ld3O7YsI1KmZG4I5BUG4CIwH4";

    // when
    LinkSigner key = LinkSigner.stretched("clé");

    // then
    assertThat(key.verify(written))
        .contains(
            new Unsubscribe(
                "u-1", SendId.parse("018bcfe5-6800-8000-8000-000000000007:start:1"), "news"));
    assertThat(LinkSigner.of("clé").verify(written)).isEmpty();
  }

  @Test
  void shouldRefuseABlankSecret() {
    assertThatThrownBy(() -> LinkSigner.of(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LinkSigner.stretched(" "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.com/j", "https://example.com/j/"})
  void shouldLeadToTheInstallation(String base) {
    // given
    Links links = new Links(URI.create(base), KEY);

    // when
    String click = links.click(new Click("u-1", SEND, "https://x.org"));
    String open = links.open(new Open("u-1", SEND));
    String unsubscribe = links.unsubscribe(new Unsubscribe("u-1", SEND, null));

    // then
    assertThat(click).matches("https://example\\.com/j/v1/t/c/[A-Za-z0-9_-]+");
    assertThat(open).matches("https://example\\.com/j/v1/t/o/[A-Za-z0-9_-]+");
    assertThat(unsubscribe).matches("https://example\\.com/j/v1/unsubscribe/[A-Za-z0-9_-]+");
    assertThat(Stream.of(click, open, unsubscribe)).allMatch(links::isOurs);
    assertThat(links.isOurs("https://example.com/j/v1/other")).isFalse();
  }
}
