package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.http.webhook.EmailKeys;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.link.LinkSigner;
import dev.sojourn.topics.link.LinkToken;
import dev.sojourn.topics.link.LinkToken.Click;
import dev.sojourn.topics.link.LinkToken.Open;
import dev.sojourn.topics.link.LinkToken.Unsubscribe;
import dev.sojourn.topics.topic.Partitions;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailLinksTest {

  private static final LinkSigner KEY = LinkSigner.of("a-secret-of-links");

  /** Of an instance that the engine does not know. */
  private static final SendId SEND =
      new SendId(
          InstanceId.derive(
              Given.NOW, Partitions.hash("user/1"), "welcome", "user/1", new UUID(1, 1)),
          "nudge",
          1);

  private static final String URL = "https://example.org/plan?a=1&b=%C3%BC#top";
  private static final String BROWSER =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

  private final TestServer server = TestServer.withMail(new EmailKeys(KEY, null, null));

  @AfterEach
  void stop() {
    server.close();
  }

  private static String leaving(String category) {
    return "/v1/unsubscribe/"
        + KEY.sign(new Unsubscribe("user/1", SEND, category.isEmpty() ? null : category));
  }

  private static String click(String url) {
    return click(SEND, url);
  }

  private static String click(SendId send, String url) {
    return "/v1/t/c/" + KEY.sign(new Click("user/1", send, url));
  }

  private static String open() {
    return "/v1/t/o/" + KEY.sign(new Open("user/1", SEND));
  }

  private Reply visit(String method, String path, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "User-Agent";
    all[1] = BROWSER;
    return server.bare(method, path, null, all);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldAskBeforeItUnsubscribes() {
    Reply page = visit("GET", leaving("news"));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("news", "<form method=\"post\">").doesNotContain("user/1");
    assertThat(page.text()).doesNotContain("<script", "http:", "https:");
    assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
    assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    assertThat(visit("HEAD", leaving("news")).status()).isEqualTo(200);
    assertThat(server.log.appended).isEmpty();
  }

  @Test
  void shouldShowACategoryAsTextWhateverItsName() {
    assertThat(visit("GET", leaving("<b>\"&'")).text())
        .contains("&lt;b&gt;&quot;&amp;&#39;")
        .doesNotContain("<b>");
  }

  @ParameterizedTest
  @CsvSource({"news, {category=news}", "'', {}"})
  void shouldUnsubscribeByOneClick(String category, String details) {
    // when
    Reply reply =
        server.bare(
            "POST",
            leaving(category),
            "List-Unsubscribe=One-Click",
            "Content-Type",
            "application/x-www-form-urlencoded");

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
    assertThat(server.log.appended).hasSize(1);
    CanonicalEvent event = server.log.appended.get(0);
    assertThat(event.event()).isEqualTo("email.unsubscribed");
    assertThat(event.distinctId()).isEqualTo("user/1");
    assertThat(event.properties().get("sendId")).isEqualTo(SEND.toString());
    assertThat(String.valueOf(event.properties().get("category")))
        .isEqualTo(details.equals("{}") ? "null" : "news");
  }

  @Test
  void shouldBeKnownForARepeatWhenItIsOne() {
    visit("POST", leaving("news"));
    visit("POST", leaving("news"));
    visit("POST", leaving("offers"));

    List<String> ids = server.log.appended.stream().map(CanonicalEvent::uuid).toList();
    assertThat(ids.get(1)).isEqualTo(ids.get(0));
    assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
  }

  @Test
  void shouldSayThatItDidNotUnsubscribeWhenTheLogTakesNothing() {
    server.log.takes = event -> false;

    Reply reply = visit("POST", leaving("news"));

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo("5");
    assertThat(reply.text()).contains("did not work", "<form method=\"post\">");
  }

  @Test
  void shouldKnowNoTokenThatItDidNotSignForThisPlace() {
    String forged = LinkSigner.of("another-secret").sign(new Unsubscribe("user/1", SEND, null));
    for (String path :
        List.of(
            "/v1/unsubscribe/" + forged,
            "/v1/unsubscribe/x",
            open().replace("/v1/t/o/", "/v1/unsubscribe/"),
            click(URL).replace("/v1/t/c/", "/v1/unsubscribe/"))) {
      assertThat(visit("GET", path).status()).as(path).isEqualTo(404);
      assertThat(visit("POST", path).status()).as(path).isEqualTo(404);
      assertThat(visit("POST", path).text()).contains("This link does not work");
    }
    assertThat(visit("GET", open().replace("/o/", "/c/")).status()).isEqualTo(404);
    assertThat(visit("GET", leaving("a").replace("/unsubscribe/", "/t/o/")).status())
        .isEqualTo(404);
    assertThat(server.log.appended).isEmpty();
  }

  @Test
  void shouldKnowNoTokenWithoutASecret() {
    try (TestServer none = TestServer.start()) {
      assertThat(none.bare("POST", leaving("a"), "").status()).isEqualTo(404);
      assertThat(none.bare("GET", click(URL), null).status()).isEqualTo(404);
      assertThat(none.bare("GET", open(), null).status()).isEqualTo(404);
    }
  }

  @Test
  void shouldLeadOnAndTellOnceThatALinkWasFollowed() {
    // given
    server.cluster.publish(
        """
        {"id": "welcome", "trigger": {"event": "signed_up"}, "steps": [
          {"id": "nudge", "type": "send", "channel": "email", "template": "a/nudge", "next": "nap"},
          {"id": "nap", "type": "sleep", "duration": {"days": 1}, "next": "done"},
          {"id": "done", "type": "complete"}]}
        """);
    server.cluster.receive("user/1", "signed_up");
    SendId send = server.cluster.deliver().get(0).sendId();

    // when
    Reply reply = visit("GET", click(send, URL));
    visit("GET", click(send, URL));
    visit("GET", click(send, "https://example.org/other"));

    // then
    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.header("Location")).isEqualTo(URL);
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    List<CanonicalEvent> told = server.log.appended;
    assertThat(told).extracting(CanonicalEvent::event).containsOnly("email.clicked");
    assertThat(told.get(0).properties())
        .isEqualTo(
            Map.of(
                "sendId",
                send.toString(),
                "url",
                URL,
                "template",
                "a/nudge",
                "journeyId",
                "welcome"));
    assertThat(told.get(1).uuid()).isEqualTo(told.get(0).uuid());
    assertThat(told.get(2).uuid()).isNotEqualTo(told.get(0).uuid());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "//example.org/",
        "/v1/admin",
        "https:///nowhere",
        "https://example.org/\r\nSet-Cookie: a=b",
        "https://example.org/ü"
      })
  void shouldLeadNowhereButToTheWeb(String url) {
    assertThat(visit("GET", click(url)).status()).isEqualTo(404);
    assertThat(server.log.appended).isEmpty();
  }

  @Test
  void shouldLeadOnThoughNothingCanBeTold() {
    // given
    server.log.takes = event -> false;
    server.engine.move(0);
    server.engine.move(1);
    server.engine.move(2);
    server.engine.move(3);

    // then
    assertThat(visit("GET", click(URL)).status()).isEqualTo(302);
    assertThat(visit("GET", open()).status()).isEqualTo(200);
  }

  @Test
  void shouldLeadOnWhileTheLogDoesNotAnswer() throws Exception {
    // given
    CountDownLatch answering = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    server.log.takes =
        event -> {
          await(answering);
          told.countDown();
          return true;
        };

    // when
    Reply reply = visit("GET", click(URL));

    // then
    assertThat(reply.status()).isEqualTo(302);
    assertThat(told.getCount()).isEqualTo(1);
    answering.countDown();
    assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void shouldShowADotAndTellThatTheMailWasOpened() throws Exception {
    HttpResponse<byte[]> reply =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d%s".formatted(server.port(), open())))
                    .header(
                        "User-Agent",
                        "Mozilla/5.0 (Windows NT 5.1) (via ggpht.com GoogleImageProxy)")
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Type")).contains("image/gif");
    assertThat(reply.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(ImageIO.read(new ByteArrayInputStream(reply.body())).getWidth()).isEqualTo(1);
    assertThat(server.log.appended)
        .extracting(CanonicalEvent::event)
        .containsExactly("email.opened");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Purpose: prefetch",
        "Sec-Purpose: prefetch;prerender",
        "X-Moz: prefetch",
        "X-Purpose: preview",
        "User-Agent: Mozilla/5.0",
        "User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "User-Agent: Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "User-Agent: facebookexternalhit/1.1",
        "User-Agent: WhatsApp/2.23",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0",
        "User-Agent: Barracuda Sentinel (EE)",
        "User-Agent: python-requests/2.31",
        "User-Agent: SkypeUriPreview Preview/0.5"
      })
  void shouldNotCountPrograms(String header) {
    String[] parts = header.split(": ", 2);
    for (String path : List.of(click(URL), open())) {
      Reply reply = server.bare("GET", path, null, parts[0], parts[1]);

      assertThat(reply.status()).isEqualTo(path.contains("/c/") ? 302 : 200);
    }
    assertThat(server.log.appended).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BROWSER,
        "Mozilla/5.0 (Linux; Android 9; CUBOT NOTE 7) Chrome/120.0 Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
        "Microsoft Office/16.0 (Microsoft Outlook 16.0; Pro)"
      })
  void shouldCountPeople(String agent) {
    server.bare("GET", click(URL), null, "User-Agent", agent);

    assertThat(server.log.appended).hasSize(1);
  }

  @Test
  void shouldNotCountWhoeverAsksForHeadersAlone() {
    Reply reply = visit("HEAD", click(URL));

    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.header("Location")).isEqualTo(URL);
    visit("HEAD", open());
    assertThat(server.log.appended).isEmpty();
  }

  @Test
  void shouldTakeTheTokenOfALongId() {
    LinkToken token = new Open("ü".repeat(100), SEND);

    assertThat(visit("GET", "/v1/t/o/" + KEY.sign(token)).status()).isEqualTo(200);
  }
}
