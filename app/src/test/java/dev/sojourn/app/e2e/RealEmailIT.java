package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import dev.sojourn.app.broker.EmbeddedBroker;
import dev.sojourn.app.settings.DeliverySettings;
import dev.sojourn.app.settings.Setting;
import dev.sojourn.app.settings.SettingsReader.Option;
import dev.sojourn.topics.link.LinkSigner;
import dev.sojourn.topics.link.LinkToken;
import dev.sojourn.topics.link.Links;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Mails go out to servers that are there, and are read where they arrive. */
@ExtendWith(OneSojourn.class)
final class RealEmailIT {

  private static final String SECRET = "a-link-secret-for-tests";
  private static final String PUBLIC = "https://journeys.example.com";
  private static final String JOURNEY =
      """
      {"id": "real", "name": "Real", "trigger": {"event": "real"}, "steps": [
        {"id": "start", "type": "send", "channel": "email", "template": "e2e/both", "next": "done"},
        {"id": "done", "type": "complete"}]}
      """;

  private static Installation installation(
      EmbeddedBroker broker, Path folder, String prefix, Map<Setting<?>, String> settings)
      throws Exception {
    Path templates = Files.createDirectories(folder.resolve("journeys/templates/e2e"));
    Files.writeString(
        templates.resolve("both.liquid"),
        """
        ---
        subject: Grüße an {{ user.id }}
        category: news
        ---
        <p>Zum <a href="https://example.org/plan?p={{ event.plan }}">Plan</a></p>
        """);
    Files.writeString(
        templates.resolve("both.text.liquid"),
        "Plan: {{ event.plan }}, genug: {{ unsubscribe_url }}");
    return Installation.of(
        broker,
        folder,
        prefix,
        settings.entrySet().stream()
            .map(setting -> new Option(setting.getKey(), setting.getValue(), "test"))
            .toList());
  }

  private static void sendOne(LiveSojourn sojourn) {
    sojourn.journey(JOURNEY);
    sojourn.whenEvent("mara", "real", Map.of("plan", "pro"));
    sojourn.awaitState("real", "mara", "completed");
  }

  /** Where the link of a mail leads. */
  private static String follow(LiveSojourn sojourn, String html) {
    Matcher found =
        Pattern.compile(Pattern.quote(PUBLIC) + "(" + Links.CLICK + "[A-Za-z0-9_-]+)")
            .matcher(html);
    assertThat(found.find()).as(html).isTrue();
    return sojourn
        .http()
        .anonymous("GET", found.group(1), BodyPublishers.noBody(), request -> request)
        .header("Location");
  }

  private static LinkToken token(String text, String path) {
    Matcher found =
        Pattern.compile(Pattern.quote(PUBLIC + path) + "([A-Za-z0-9_-]+)").matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return LinkSigner.of(SECRET).verify(found.group(1)).orElseThrow();
  }

  @Test
  void shouldArriveOverSmtp(EmbeddedBroker broker, @TempDir Path folder) throws Exception {
    // given
    GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mails.start();
    Map<Setting<?>, String> settings =
        Map.of(
            DeliverySettings.EMAIL_PROVIDER,
            "smtp",
            DeliverySettings.SMTP_URL,
            "smtp://127.0.0.1:" + mails.getSmtp().getPort(),
            DeliverySettings.EMAIL_FROM,
            "Us <us@example.com>",
            DeliverySettings.PUBLIC_URL,
            PUBLIC,
            DeliverySettings.LINK_SECRET,
            SECRET);
    try (LiveSojourn sojourn = LiveSojourn.start(installation(broker, folder, "smtp", settings))) {

      // when
      sendOne(sojourn);

      // then
      assertThat(mails.getReceivedMessages()).hasSize(1);
      MimeMessage mail = mails.getReceivedMessages()[0];
      assertThat(mail.getSubject()).isEqualTo("Grüße an mara");
      assertThat(mail.getHeader("To", null)).isEqualTo("somebody@example.com");
      assertThat(mail.getHeader("From", null)).isEqualTo("Us <us@example.com>");
      assertThat(mail.getHeader("List-Unsubscribe-Post", null))
          .isEqualTo("List-Unsubscribe=One-Click");
      LinkToken leaving =
          token(mail.getHeader("List-Unsubscribe", null).replaceAll("\\s", ""), Links.UNSUBSCRIBE);
      assertThat(leaving)
          .isInstanceOfSatisfying(
              LinkToken.Unsubscribe.class,
              token -> {
                assertThat(token.userId()).isEqualTo("mara");
                assertThat(token.category()).isEqualTo("news");
                assertThat(token.sendId().toString())
                    .isEqualTo(sojourn.state("real", "mara").get("id").asText() + ":start:1");
              });
      MimeMultipart parts = (MimeMultipart) mail.getContent();
      String text = parts.getBodyPart(0).getContent().toString();
      String html = parts.getBodyPart(1).getContent().toString();
      assertThat(text).startsWith("Plan: pro, genug: ");
      assertThat(token(text, Links.UNSUBSCRIBE)).isEqualTo(leaving);
      assertThat(token(html, Links.CLICK))
          .isEqualTo(
              new LinkToken.Click("mara", leaving.sendId(), "https://example.org/plan?p=pro"));
      assertThat(token(html, Links.OPEN)).isEqualTo(new LinkToken.Open("mara", leaving.sendId()));
    } finally {
      mails.stop();
    }
  }

  @Test
  void shouldArriveAtResendOnceItIsNotBusyAnyMore(EmbeddedBroker broker, @TempDir Path folder)
      throws Exception {
    // given
    List<String> keys = new CopyOnWriteArrayList<>();
    List<String> logins = new CopyOnWriteArrayList<>();
    List<JsonNode> mails = new CopyOnWriteArrayList<>();
    HttpServer resend =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    resend.createContext(
        "/emails",
        exchange -> {
          keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
          logins.add(exchange.getRequestHeaders().getFirst("Authorization"));
          mails.add(
              LiveSojourn.tree(
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          boolean busy = mails.size() == 1;
          byte[] answer =
              (busy
                      ? "{\"statusCode\":429,\"name\":\"rate_limit_exceeded\",\"message\":\"Slow\"}"
                      : "{\"id\":\"1\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Retry-After", "1");
          exchange.sendResponseHeaders(busy ? 429 : 200, answer.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer);
          }
        });
    resend.start();
    Map<Setting<?>, String> settings =
        Map.of(
            DeliverySettings.EMAIL_PROVIDER,
            "resend",
            DeliverySettings.RESEND_API_KEY,
            "re_test",
            DeliverySettings.RESEND_BASE_URL,
            "http://localhost:" + resend.getAddress().getPort(),
            DeliverySettings.EMAIL_FROM,
            "Us <us@example.com>",
            DeliverySettings.PUBLIC_URL,
            PUBLIC,
            DeliverySettings.LINK_SECRET,
            SECRET);
    try (LiveSojourn sojourn =
        LiveSojourn.start(installation(broker, folder, "resend", settings))) {

      // when
      sendOne(sojourn);

      // then
      String id = sojourn.state("real", "mara").get("id").asText();
      assertThat(keys).containsExactly(id + ":start:1", id + ":start:1");
      assertThat(logins).containsOnly("Bearer re_test");
      assertThat(mails.get(1).get("subject").asText()).isEqualTo("Grüße an mara");
      assertThat(mails.get(1).get("to").toString()).isEqualTo("[\"somebody@example.com\"]");
      assertThat(mails.get(1).get("text").asText()).startsWith("Plan: pro, ");
      String html = mails.get(1).get("html").asText();
      assertThat(token(html, Links.CLICK).userId()).isEqualTo("mara");
      assertThat(follow(sojourn, html)).isEqualTo("https://example.org/plan?p=pro");
      assertThat(token(mails.get(1).at("/headers/List-Unsubscribe").asText(), Links.UNSUBSCRIBE))
          .isInstanceOf(LinkToken.Unsubscribe.class);
    } finally {
      resend.stop(0);
    }
  }

  @Test
  void shouldSayInTheLogWhyAMailWasNotWritten(EmbeddedBroker broker, @TempDir Path folder)
      throws Exception {
    try (LiveSojourn sojourn =
        LiveSojourn.start(installation(broker, folder, "unwritten", Map.of()))) {
      // given a template that prints what this person has not
      sojourn.journey(JOURNEY);

      // when
      sojourn.whenEvent("mara", "real");

      // then
      eventually(
          () ->
              assertThat(sojourn.state("real", "mara").get("errorMessage").asText())
                  .contains("Template 'e2e/both' cannot be rendered: no value for 'event.plan'"));
    }
  }
}
