package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.http.webhook.EmailKeys;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.topic.Partitions;
import dev.sojourn.topics.webhook.WebhookSigner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailWebhooksTest {

  private static final WebhookSigner RESEND =
      WebhookSigner.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  private static final WebhookSigner OURS = WebhookSigner.parse("a-secret-of-adapters");
  private final TestServer server = TestServer.withMail(new EmailKeys(null, RESEND, OURS));

  private SendId send;

  @BeforeEach
  void givenAMail() {
    server.cluster.publish(
        """
        {"id": "welcome", "trigger": {"event": "signed_up"}, "steps": [
          {"id": "nudge", "type": "send", "channel": "email", "template": "a/nudge", "next": "nap"},
          {"id": "nap", "type": "sleep", "duration": {"days": 1}, "next": "done"},
          {"id": "done", "type": "complete"}]}
        """);
    server.cluster.receive("user_1", "signed_up");
    send = server.cluster.deliver().get(0).sendId();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Reply resend(String id, String body) {
    return signed("resend", "svix-", RESEND, id, Given.NOW, body);
  }

  private Reply adapter(String body) {
    return signed("generic", "webhook-", OURS, "msg-1", Given.NOW, body);
  }

  private Reply signed(
      String source, String prefix, WebhookSigner key, String id, Instant at, String body) {
    return server.bare(
        "POST",
        "/v1/webhooks/email/" + source,
        body,
        "Content-Type",
        "application/json",
        prefix + "id",
        id,
        prefix + "timestamp",
        WebhookSigner.timestamp(at),
        prefix + "signature",
        "v1,bm90IHRoaXMgb25l " + key.signature(id, at, body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String mail(String type, String tags, String more) {
    return """
        {"type": "%s", "created_at": "2026-01-15T10:29:00.000Z", "data": {
          "email_id": "56761188-7520-42d8-8898-ff6fc54ce618", "from": "Us <us@example.com>",
          "to": ["user_1@example.com"], "subject": "Hello", "tags": %s %s}}
        """
        .formatted(type, tags, more);
  }

  private static String tag(SendId id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(id.toString().getBytes(StandardCharsets.UTF_8));
  }

  private String tagged(String type, String more) {
    return mail(type, "{\"sojourn_send\": \"%s\", \"other\": \"x\"}".formatted(tag(send)), more);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "email.sent| |",
        "email.delivered| |",
        "email.delivery_delayed| |",
        "email.opened| |",
        "email.complained| |",
        "email.clicked|, \"click\": {\"link\": \"https://example.org/\", \"ipAddress\": \"x\"}|url=https://example.org/",
        "email.bounced|, \"bounce\": {\"type\": \"Permanent\", \"subType\": \"General\", \"message\": \"No such user\"}|bounceType=permanent,reason=No such user",
        "email.bounced|, \"bounce\": {\"type\": \"Transient\"}|bounceType=transient",
        "email.failed|, \"failed\": {\"reason\": \"reached_daily_quota\"}|reason=reached_daily_quota"
      })
  void shouldTellWhatResendSaysOfAMail(String type, String more, String details) {
    Reply reply = resend("msg_1", tagged(type, more == null ? "" : more));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{\"ok\":true,\"event\":\"%s\"}".formatted(type));
    assertThat(server.log.appended).hasSize(1);
    CanonicalEvent event = server.log.appended.get(0);
    assertThat(event.event()).isEqualTo(type);
    assertThat(event.distinctId()).isEqualTo("user_1");
    assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-01-15T10:29:00Z"));
    Map<String, Object> expected = new HashMap<>();
    expected.put("sendId", send.toString());
    expected.put("template", "a/nudge");
    expected.put("journeyId", "welcome");
    if (details != null) {
      for (String detail : details.split(",", -1)) {
        String[] parts = detail.split("=", 2);
        expected.put(parts[0], parts[1]);
      }
    }
    assertThat(event.properties()).isEqualTo(expected);
  }

  @Test
  void shouldFindTheTagInAListToo() {
    resend(
        "msg_1",
        mail(
            "email.opened",
            "[{\"name\": \"a\", \"value\": \"b\"}, {\"name\": \"sojourn_send\", \"value\": \"%s\"}]"
                .formatted(tag(send)),
            ""));

    assertThat(server.log.appended).hasSize(1);
  }

  @Test
  void shouldKnowAMessageThatIsSentAgain() {
    resend("msg_1", tagged("email.bounced", ""));
    resend("msg_1", tagged("email.bounced", ""));
    resend("msg_2", tagged("email.bounced", ""));

    List<String> ids = server.log.appended.stream().map(CanonicalEvent::uuid).toList();
    assertThat(ids.get(1)).isEqualTo(ids.get(0));
    assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
  }

  @Test
  void shouldPassOverWhatDoesNotConcernUs() {
    UUID nobodys = new UUID(7, 7);
    InstanceId unknown =
        InstanceId.derive(Given.NOW, Partitions.hash("user_2"), "welcome", "user_2", nobodys);
    String foreignTag = tag(new SendId(unknown, "nudge", 1));
    for (String body :
        List.of(
            mail("email.opened", "{}", ""),
            mail("email.opened", "{\"sojourn_send\": \"%%%\"}", ""),
            mail("email.opened", "{\"sojourn_send\": \"AAAA\"}", ""),
            mail("email.opened", "{\"sojourn_send\": 7}", ""),
            mail("email.opened", "null", ""),
            mail("email.opened", "{\"sojourn_send\": \"%s\"}".formatted(foreignTag), ""),
            tagged("contact.created", ""),
            tagged("email.scheduled", ""),
            tagged("email.unsubscribed", ""),
            "{\"type\": \"email.opened\"}")) {
      Reply reply = resend("msg_1", body);

      assertThat(reply.status()).as(body).isEqualTo(200);
      assertThat(reply.json().path("ignored").asText()).as(body).isNotEmpty();
    }
    assertThat(server.log.appended).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "[]", "{}", "{\"type\": 7}", "{"})
  void shouldSayWhatIsWrongWithABodyOfResend(String body) {
    assertThat(resend("msg_1", body).status()).isEqualTo(400);
  }

  @Test
  void shouldBeToldAgainWhenItCannotBeWrittenDownNow() {
    server.log.takes = event -> false;
    assertThat(resend("msg_1", tagged("email.opened", "")).status()).isEqualTo(503);

    server.log.takes = event -> true;
    for (int partition = 0; partition < 4; partition++) {
      server.engine.move(partition);
    }
    assertThat(resend("msg_1", tagged("email.opened", "")).status()).isEqualTo(503);
  }

  @Test
  void shouldTakeNothingThatIsNotSignedLatelyByWhoeverItSaysItIs() {
    String body = tagged("email.complained", "");
    List<Reply> replies =
        List.of(
            signed("resend", "svix-", OURS, "msg_1", Given.NOW, body),
            signed("generic", "webhook-", RESEND, "msg_1", Given.NOW, body),
            signed("resend", "webhook-", RESEND, "msg_1", Given.NOW, body),
            signed(
                "resend",
                "svix-",
                RESEND,
                "msg_1",
                Given.NOW.minus(Duration.ofMinutes(5)).minusSeconds(1),
                body),
            signed(
                "resend",
                "svix-",
                RESEND,
                "msg_1",
                Given.NOW.plus(Duration.ofMinutes(5)).plusSeconds(1),
                body),
            server.post("/v1/webhooks/email/resend", body));

    assertThat(replies)
        .allSatisfy(
            reply -> {
              assertThat(reply.status()).isEqualTo(401);
              assertThat(reply.error()).isEqualTo("Invalid webhook signature");
            });
    assertThat(server.log.appended).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"resend", "generic", "postmark"})
  void shouldKnowNoSourceWithoutItsSecret(String source) {
    try (TestServer none = TestServer.start()) {
      Reply reply = none.post("/v1/webhooks/email/" + source, "{}");

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.error()).isEqualTo("Unknown webhook source");
    }
  }

  @Test
  void shouldKnowNoOtherSource() {
    assertThat(server.post("/v1/webhooks/email/postmark", "{}").error())
        .isEqualTo("Unknown webhook source");
  }

  @ParameterizedTest
  @ValueSource(strings = {"delivered", "opened", "clicked", "bounced", "complained"})
  void shouldTellWhatAnAdapterSaysOfAMail(String type) {
    Reply reply =
        adapter(
            """
            {"type": "%s", "sendId": "%s", "id": "p-1", "at": "2026-01-15T10:00:00Z",
             "url": "https://example.org/", "bounceType": "permanent", "userId": "user_1"}
            """
                .formatted(type, send));

    assertThat(reply.text()).isEqualTo("{\"ok\":true,\"event\":\"email.%s\"}".formatted(type));
    CanonicalEvent event = server.log.appended.get(0);
    assertThat(event.distinctId()).isEqualTo("user_1");
    assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-01-15T10:00:00Z"));
    assertThat(event.properties())
        .containsEntry("sendId", send.toString())
        .containsEntry("journeyId", "welcome")
        .containsEntry("bounceType", "permanent");
  }

  @Test
  void shouldFindThePersonOfASendAndTellRepeatsByTheIdOfTheBody() {
    String body = "{\"type\": \"bounced\", \"sendId\": \"%s\", \"id\": \"%s\"}";
    adapter(body.formatted(send, "p-1"));
    signed("generic", "webhook-", OURS, "msg-2", Given.NOW, body.formatted(send, "p-1"));
    adapter(body.formatted(send, "p-2"));

    List<String> ids = server.log.appended.stream().map(CanonicalEvent::uuid).toList();
    assertThat(ids.get(1)).isEqualTo(ids.get(0));
    assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
    assertThat(server.log.appended).extracting(CanonicalEvent::distinctId).containsOnly("user_1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"sendId\": \"S\", \"id\": \"a\"}|type",
        "{\"type\": \"sent\", \"sendId\": \"S\", \"id\": \"a\"}|type",
        "{\"type\": \"opened\", \"id\": \"a\"}|sendId",
        "{\"type\": \"opened\", \"sendId\": \"x\", \"id\": \"a\"}|sendId",
        "{\"type\": \"opened\", \"sendId\": \"S\"}|id",
        "{\"type\": \"opened\", \"sendId\": \"S\", \"id\": \" \"}|id",
        "{\"type\": \"opened\", \"sendId\": \"S\", \"id\": \"a\", \"at\": \"today\"}|at",
        "{\"type\": \"opened\", \"sendId\": \"S\", \"id\": \"a\", \"url\": 7}|url",
        "{\"type\": \"opened\", \"sendId\": \"S\", \"id\": \"a\", \"bounceType\": \"hard\"}|bounceType",
        "{\"type\": \"opened\", \"sendId\": \"S\", \"id\": \"a\", \"userId\": \"user_2\"}|userId",
        "{\"type\": \"opened\", \"sendId\": \"S\", \"id\": \"a\", \"other\": 1}|other"
      })
  void shouldNameTheFieldThatIsWrong(String body, String field) {
    Reply reply = adapter(body.replace("\"S\"", "\"" + send + "\""));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains("'" + field + "'");
    assertThat(server.log.appended).isEmpty();
  }
}
