package dev.sojourn.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.delivery.Examples;
import dev.sojourn.delivery.provider.Channels;
import dev.sojourn.delivery.provider.DeliveryResult;
import dev.sojourn.delivery.provider.LogProvider;
import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.webhook.WebhookSigner;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class MessageWebhookTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");
  private static final WebhookSigner KEY = WebhookSigner.parse("whsec_c2VjcmV0");
  private static final RenderedMessage MESSAGE =
      new RenderedMessage("Hi", "<p>Schön</p>", "Schön", null, null);

  private static SendAction action(String channel) {
    SendAction mail = Examples.action(1, Examples.template("s", "b"));
    return new SendAction(
        mail.sendId(),
        mail.attempt(),
        mail.userId(),
        channel,
        "+491701234567",
        mail.content(),
        mail.journeyId(),
        mail.journeyName(),
        mail.event(),
        mail.context(),
        mail.contact(),
        mail.at());
  }

  private static MessageWebhook webhook(HttpPeer peer) {
    return new MessageWebhook(URI.create(peer.url("/send?a=b")), KEY, () -> NOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sms", "push"})
  void shouldPostTheTextSigned(String channel) throws Exception {
    try (HttpPeer peer = HttpPeer.answering(202)) {
      // given
      SendAction action = action(channel);

      // when
      DeliveryResult delivered = webhook(peer).deliver(action, MESSAGE);

      // then
      assertThat(delivered).isEqualTo(new DeliveryResult.Sent());
      HttpPeer.Asked asked = peer.asked().get(0);
      assertThat(asked.path()).isEqualTo("/send?a=b");
      JsonNode body = Json.lenient().readTree(asked.body());
      assertThat(body.toString())
          .isEqualTo(
              ("{\"id\":\"%s\",\"channel\":\"%s\",\"to\":\"+491701234567\",\"subject\":\"Hi\","
                      + "\"text\":\"Schön\",\"template\":\"activation/welcome\","
                      + "\"journey\":{\"id\":\"welcome\",\"name\":\"Welcome series\"},"
                      + "\"step\":\"start\",\"user\":{\"id\":\"u-1\"}}")
                  .formatted(action.sendId(), channel));
      assertThat(asked.headers().get("Idempotency-Key"))
          .containsExactly(action.sendId().toString());
      assertThat(
              KEY.verifies(
                  asked.headers().getFirst("webhook-id"),
                  asked.headers().getFirst("webhook-timestamp"),
                  asked.headers().getFirst("webhook-signature"),
                  asked.body().getBytes(StandardCharsets.UTF_8),
                  NOW))
          .isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"400, false", "503, true"})
  void shouldSayWhatTheAdapterAnswered(int status, boolean again) {
    try (HttpPeer peer = HttpPeer.answering(status)) {
      assertThat(webhook(peer).deliver(action("sms"), MESSAGE))
          .isEqualTo(
              again
                  ? new DeliveryResult.TransientFailure("Webhook answered " + status, null)
                  : new DeliveryResult.PermanentFailure("Webhook answered " + status));
    }
  }

  @Test
  void shouldTakeEachMessageToItsChannel() {
    try (HttpPeer texts = HttpPeer.answering(200);
        HttpPeer pushes = HttpPeer.answering(400)) {
      // given
      Channels channels =
          new Channels(
              Map.of(
                  "sms", webhook(texts),
                  "push", webhook(pushes)));

      // then
      assertThat(channels.deliver(action("sms"), MESSAGE)).isEqualTo(new DeliveryResult.Sent());
      assertThat(channels.deliver(action("push"), MESSAGE))
          .isEqualTo(new DeliveryResult.PermanentFailure("Webhook answered 400"));
      assertThat(texts.asked()).hasSize(1);
      assertThat(channels.deadline()).isEqualTo(Duration.ofSeconds(15));
    }
  }

  @Test
  void shouldSayWhichSettingIsMissingWhenNobodyTakesAChannel() {
    Channels channels = new Channels(Map.of("email", new LogProvider(false)));

    assertThat(channels.deliver(action("sms"), MESSAGE))
        .isEqualTo(
            new DeliveryResult.PermanentFailure(
                "Nobody takes messages of channel 'sms': the setting sms.webhook.url has no"
                    + " value"));
  }
}
