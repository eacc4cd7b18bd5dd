package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.eventually;
import static dev.sojourn.app.e2e.LiveSojourn.list;
import static dev.sojourn.app.e2e.LiveSojourn.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.app.broker.EmbeddedBroker;
import dev.sojourn.app.settings.DeliverySettings;
import dev.sojourn.app.settings.Setting;
import dev.sojourn.app.settings.SettingsReader.Option;
import dev.sojourn.topics.link.LinkSigner;
import dev.sojourn.topics.link.LinkToken;
import dev.sojourn.topics.link.Links;
import dev.sojourn.topics.webhook.WebhookSigner;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What comes back of a mail reaches the journey that sent it. */
@ExtendWith(OneSojourn.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EmailFeedbackIT {

  private static final String PUBLIC = "https://journeys.example.com";
  private static final String LINK_SECRET = "a-link-secret-for-tests";
  private static final String RESEND_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String ADAPTER_SECRET = "an-adapter-secret-for-tests";
  private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0";

  private LiveSojourn sojourn;

  @BeforeAll
  void givenANodeToWhichMailsComeBack(EmbeddedBroker broker, @TempDir Path folder)
      throws Exception {
    Path templates = Files.createDirectories(folder.resolve("journeys/templates/returns"));
    Files.writeString(
        templates.resolve("nudge.liquid"),
        """
        ---
        subject: Hello {{ user.id }}
        category: news
        ---
        <p>To the <a href="https://example.org/plan?a=1&amp;b=2">{{ event.plan }}</a></p>
        """);
    Map<Setting<?>, String> settings =
        Map.of(
            DeliverySettings.PUBLIC_URL, PUBLIC,
            DeliverySettings.LINK_SECRET, LINK_SECRET,
            DeliverySettings.RESEND_WEBHOOK_SECRET, RESEND_SECRET,
            DeliverySettings.WEBHOOK_SECRET, ADAPTER_SECRET);
    sojourn =
        LiveSojourn.start(
            Installation.of(
                broker,
                folder,
                "returns",
                settings.entrySet().stream()
                    .map(setting -> new Option(setting.getKey(), setting.getValue(), "test"))
                    .toList()));
  }

  @AfterAll
  void stop() {
    sojourn.close();
  }

  /** A journey that goes on when something comes back. */
  private String sent(String journey, String person, String awaited) {
    sojourn.journey(
        """
        {"id": "%1$s", "name": "%1$s", "trigger": {"event": "%1$s"}, "steps": [
          {"id": "start", "type": "send", "channel": "email", "template": "returns/nudge",
           "next": "hear"},
          {"id": "hear", "type": "wait_for_event", "event": "%2$s", "timeout": "PT1H",
           "next": "done", "timeoutNext": "late"},
          {"id": "late", "type": "exit", "reason": "late"},
          {"id": "done", "type": "complete"}]}
        """
            .formatted(journey, awaited));
    sojourn.whenEvent(person, journey, Map.of("plan", "pro"));
    return sojourn.awaitState(journey, person, "waiting").get("id").asText() + ":start:1";
  }

  private String mail(String person) {
    return list(sojourn.get("/v1/admin/outbox?userId=" + person), "messages")
        .get(0)
        .get("body")
        .asText();
  }

  private static String link(String mail, String path) {
    Matcher found = Pattern.compile(Pattern.quote(PUBLIC + path) + "[A-Za-z0-9_-]+").matcher(mail);
    assertThat(found.find()).as(mail).isTrue();
    return found.group().substring(PUBLIC.length());
  }

  private Reply visit(String method, String path, String... headers) {
    UnaryOperator<HttpRequest.Builder> more =
        request -> headers.length == 0 ? request : request.headers(headers);
    return sojourn
        .http()
        .anonymous(
            method,
            path,
            BodyPublishers.noBody(),
            request -> more.apply(request.header("User-Agent", BROWSER)));
  }

  private List<JsonNode> events(String person, String name) {
    return list(
        sojourn.get("/v1/admin/events?userId=%s&event=%s".formatted(person, name)), "events");
  }

  private String preference(String person, String pointer) {
    return sojourn
        .get("/v1/admin/contacts/%s/preferences".formatted(person))
        .expect(200)
        .path("preferences")
        .at(pointer)
        .asText();
  }

  private Reply told(String source, String prefix, String secret, String id, String body) {
    Instant now = Instant.now();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return sojourn
        .http()
        .anonymous(
            "POST",
            "/v1/webhooks/email/" + source,
            BodyPublishers.ofByteArray(bytes),
            request ->
                request
                    .header("Content-Type", "application/json")
                    .header(prefix + "id", id)
                    .header(prefix + "timestamp", WebhookSigner.timestamp(now))
                    .header(
                        prefix + "signature",
                        WebhookSigner.parse(secret).signature(id, now, bytes)));
  }

  @Test
  void shouldGoOnWhenALinkIsFollowedAndCountItOnce() {
    // given
    String send = sent("follow", "follower", "email.clicked");
    String mail = mail("follower");

    // when
    visit("HEAD", link(mail, Links.CLICK));
    visit("GET", link(mail, Links.CLICK), "Sec-Purpose", "prefetch");
    assertThat(visit("GET", link(mail, Links.OPEN)).header("Content-Type")).isEqualTo("image/gif");
    eventually(() -> assertThat(events("follower", "email.opened")).hasSize(1));
    assertThat(events("follower", "email.clicked")).isEmpty();
    Reply first = visit("GET", link(mail, Links.CLICK));
    visit("GET", link(mail, Links.CLICK));

    // then
    assertThat(first.status()).isEqualTo(302);
    assertThat(first.header("Location")).isEqualTo("https://example.org/plan?a=1&b=2");
    sojourn.awaitState("follow", "follower", "completed");
    assertThat(events("follower", "email.clicked"))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.get("properties"))
                    .isEqualTo(
                        LiveSojourn.tree(
                            LiveSojourn.json(
                                Map.of(
                                    "sendId", send,
                                    "url", "https://example.org/plan?a=1&b=2",
                                    "journeyId", "follow",
                                    "template", "returns/nudge")))));
    JsonNode funnel = sojourn.get("/v1/admin/metrics/journeys/follow").expect(200);
    assertThat(funnel.get("emailSent").asInt()).isEqualTo(1);
    assertThat(funnel.get("emailOpened").asInt()).isEqualTo(1);
    assertThat(funnel.get("emailClicked").asInt()).isEqualTo(1);
  }

  @Test
  void shouldUnsubscribeByOneClickAndNotByLooking() {
    // given
    sent("leave", "leaver", "email.unsubscribed");
    JsonNode state = sojourn.state("leave", "leaver");
    LinkToken.Open opened =
        (LinkToken.Open)
            LinkSigner.of(LINK_SECRET)
                .verify(link(mail("leaver"), Links.OPEN).substring(Links.OPEN.length()))
                .orElseThrow();
    String path =
        Links.UNSUBSCRIBE
            + LinkSigner.of(LINK_SECRET)
                .sign(new LinkToken.Unsubscribe("leaver", opened.sendId(), "news"));

    // when
    assertThat(visit("GET", path).text()).contains("news");
    assertThat(visit("HEAD", path).status()).isEqualTo(200);
    assertThat(events("leaver", "email.unsubscribed")).isEmpty();
    assertThat(visit("POST", path).status()).isEqualTo(200);
    assertThat(visit("POST", path).status()).isEqualTo(200);

    // then
    sojourn.awaitState("leave", "leaver", "completed");
    assertThat(events("leaver", "email.unsubscribed"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.at("/properties/category").asText()).isEqualTo("news");
              assertThat(event.at("/properties/sendId").asText())
                  .startsWith(state.get("id").asText());
            });
    assertThat(preference("leaver", "/categories/news")).isEqualTo("false");
    assertThat(preference("leaver", "/unsubscribedAll")).isEqualTo("false");
    assertThat(visit("POST", path + "x").status()).isEqualTo(404);
  }

  @Test
  void shouldGoOnWhenResendTellsOfABounceAndTakeItOnce() {
    // given
    String send = sent("bounce", "bouncer", "email.bounced");
    String body =
        """
        {"type": "email.bounced", "created_at": "2026-01-15T10:29:00.000Z", "data": {
          "to": ["somebody@example.com"], "bounce": {"type": "Permanent", "message": "Unknown"},
          "tags": {"sojourn_send": "%s"}}}
        """
            .formatted(
                Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(send.getBytes(StandardCharsets.UTF_8)));

    // when
    for (int i = 0; i < 2; i++) {
      assertThat(told("resend", "svix-", RESEND_SECRET, "msg_1", body).expect(200).toString())
          .isEqualTo("{\"ok\":true,\"event\":\"email.bounced\"}");
    }

    // then
    sojourn.awaitState("bounce", "bouncer", "completed");
    assertThat(events("bouncer", "email.bounced"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.at("/properties/bounceType").asText()).isEqualTo("permanent");
              assertThat(event.at("/properties/template").asText()).isEqualTo("returns/nudge");
              assertThat(event.get("occurredAt").asText()).isEqualTo("2026-01-15T10:29:00.000Z");
            });
    assertThat(preference("bouncer", "/suppressed")).isEqualTo("true");
    assertThat(preference("bouncer", "/bounceCount")).isEqualTo("1");
    assertThat(told("resend", "svix-", ADAPTER_SECRET, "msg_2", body).refused(401))
        .isEqualTo("Invalid webhook signature");
  }

  @Test
  void shouldGoOnWhenAnAdapterTellsOfAComplaint() {
    // given
    String send = sent("complain", "complainer", "email.complained");

    // when
    told(
            "generic",
            "webhook-",
            ADAPTER_SECRET,
            "m-1",
            "{\"type\": \"complained\", \"sendId\": \"%s\", \"id\": \"c-1\"}".formatted(send))
        .expect(200);

    // then
    sojourn.awaitState("complain", "complainer", "completed");
    assertThat(events("complainer", "email.complained")).hasSize(1);
    assertThat(preference("complainer", "/suppressed")).isEqualTo("true");
    JsonNode row =
        list(sojourn.get("/v1/admin/metrics/templates"), "templates").stream()
            .filter(template -> template.get("key").asText().equals("returns/nudge"))
            .findFirst()
            .orElseThrow();
    assertThat(row.get("sent").asInt()).isPositive();
    assertThat(row.get("complained").asInt()).isEqualTo(1);
  }

  @Test
  void shouldShowWhatATemplateWouldLookLike() {
    List<JsonNode> templates = list(sojourn.get("/v1/admin/templates"), "templates");
    assertThat(texts(templates, "key")).contains("returns/nudge");
    String path = "/v1/admin/templates/returns%2Fnudge";
    assertThat(sojourn.get(path).expect(200).at("/template/html").asText())
        .contains("{{ event.plan }}");

    JsonNode shown =
        sojourn
            .post(
                path + "/preview",
                "{\"user\": {\"id\": \"ada\"}, \"event\": {\"properties\": {\"plan\": \"<pro>\"}}}")
            .expect(200);
    assertThat(shown.get("subject").asText()).isEqualTo("Hello ada");
    assertThat(shown.get("html").asText())
        .contains("&lt;pro&gt;", "https://example.org/plan?a=1&amp;b=2");
    assertThat(shown.get("text").asText()).contains("<pro>");
    assertThat(shown.get("from").isNull()).isTrue();
    assertThat(sojourn.post(path + "/preview", "{}").refused(422))
        .isEqualTo("Template 'returns/nudge' cannot be rendered: no value for 'event.plan'");
  }
}
