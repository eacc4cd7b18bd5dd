package dev.sojourn.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.delivery.Examples;
import dev.sojourn.delivery.provider.DeliveryResult;
import dev.sojourn.delivery.provider.EmailAddress;
import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class ResendProviderTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");
  private static final EmailAddress FROM = new EmailAddress("Sojourn <hello@example.org>");
  private static final SendAction ACTION = Examples.action(1, Examples.template("s", "b"));
  private static final RenderedMessage MESSAGE =
      new RenderedMessage(
          "Grüße, Ann",
          "<p>Schöne Grüße 🎉</p>",
          "Schöne Grüße 🎉",
          null,
          "https://example.org/unsubscribe/token");

  private static ResendProvider provider(String base) {
    return new ResendProvider(URI.create(base), "re_key", FROM, () -> NOW);
  }

  private static HttpPeer saying(int status, String body, @Nullable String retryAfter) {
    return new HttpPeer(
        exchange -> {
          if (retryAfter != null) {
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
          }
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          if (bytes.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
              out.write(bytes);
            }
          }
        });
  }

  private static HttpPeer fine() {
    return saying(200, "{\"id\":\"49a3999c-0ce1-4ea6-ab68-afcd6dc2e794\"}", null);
  }

  private static JsonNode body(HttpPeer peer) throws IOException {
    assertThat(peer.asked()).hasSize(1);
    return Json.lenient().readTree(peer.asked().get(0).body());
  }

  @Test
  void shouldPostTheMailUnderItsKey() throws Exception {
    try (HttpPeer peer = fine()) {
      // when
      DeliveryResult delivered = provider(peer.url("/api")).deliver(ACTION, MESSAGE);

      // then
      assertThat(delivered).isEqualTo(new DeliveryResult.Sent());
      JsonNode body = body(peer);
      HttpPeer.Asked asked = peer.asked().get(0);
      assertThat(asked.method()).isEqualTo("POST");
      assertThat(asked.path()).isEqualTo("/api/emails");
      assertThat(asked.headers().get("Authorization")).containsExactly("Bearer re_key");
      assertThat(asked.headers().get("Content-Type")).containsExactly("application/json");
      assertThat(asked.headers().get("Idempotency-Key"))
          .containsExactly(ACTION.sendId().toString());
      assertThat(body.get("from").asText()).isEqualTo("Sojourn <hello@example.org>");
      assertThat(body.get("to").toString()).isEqualTo("[\"ann@example.com\"]");
      assertThat(body.get("subject").asText()).isEqualTo("Grüße, Ann");
      assertThat(body.get("html").asText()).isEqualTo("<p>Schöne Grüße 🎉</p>");
      assertThat(body.get("text").asText()).isEqualTo("Schöne Grüße 🎉");
      assertThat(body.at("/headers/List-Unsubscribe").asText())
          .isEqualTo("<https://example.org/unsubscribe/token>");
      assertThat(body.at("/headers/List-Unsubscribe-Post").asText())
          .isEqualTo("List-Unsubscribe=One-Click");
      assertThat(body.at("/headers/X-Sojourn-Send").asText()).isEqualTo(ACTION.sendId().toString());
      assertThat(body.at("/tags/0/name").asText()).isEqualTo("sojourn_send");
      String tag = body.at("/tags/0/value").asText();
      assertThat(tag).matches("[A-Za-z0-9_-]{1,256}");
      assertThat(new String(Base64.getUrlDecoder().decode(tag), StandardCharsets.UTF_8))
          .isEqualTo(ACTION.sendId().toString());
    }
  }

  @Test
  void shouldPostTextAloneFromTheTemplatesSender() throws Exception {
    try (HttpPeer peer = fine()) {
      // when
      provider(peer.url(""))
          .deliver(ACTION, new RenderedMessage("s", null, "text", "Bob <bob@x.org>", null));

      // then
      JsonNode body = body(peer);
      assertThat(body.has("html")).isFalse();
      assertThat(body.get("text").asText()).isEqualTo("text");
      assertThat(body.get("from").asText()).isEqualTo("Bob <bob@x.org>");
      assertThat(body.at("/headers/List-Unsubscribe").isMissingNode()).isTrue();
    }
  }

  /** A step's name may be any text, a header's value may not. */
  @ParameterizedTest
  @ValueSource(strings = {"écoute 例", LONG})
  void shouldHaveAKeyWhateverTheStepIsCalled(String step) {
    // given
    SendAction action = named(step);

    try (HttpPeer peer = fine()) {
      // when
      assertThat(provider(peer.url("")).deliver(action, MESSAGE))
          .isEqualTo(new DeliveryResult.Sent());
      provider(peer.url("")).deliver(action, MESSAGE);
      provider(peer.url("")).deliver(named(step + "2"), MESSAGE);

      // then
      String key = peer.asked().get(0).headers().getFirst("Idempotency-Key");
      assertThat(key).matches("[\\x21-\\x7e]{1,256}");
      assertThat(peer.asked().get(1).headers().getFirst("Idempotency-Key")).isEqualTo(key);
      assertThat(peer.asked().get(2).headers().getFirst("Idempotency-Key")).isNotEqualTo(key);
    }
  }

  private static final String LONG =
      "a step that somebody described at length in its name, which is nothing that we forbid, and"
          + " which goes on and on, for no reason other than that it has to be longer than what fits"
          + " into a key of two hundred and fifty-six letters, which takes a while to reach, but now";

  private static SendAction named(String step) {
    return new SendAction(
        new SendId(InstanceId.of(1_700_000_000_000L, 1, 7), step, 1),
        ACTION.attempt(),
        ACTION.userId(),
        ACTION.channel(),
        ACTION.to(),
        ACTION.content(),
        ACTION.journeyId(),
        ACTION.journeyName(),
        ACTION.event(),
        ACTION.context(),
        ACTION.contact(),
        ACTION.at());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "422 | validation_error           | Invalid `to` field.",
        "422 | missing_required_field     | Missing `subject`.",
        "400 | invalid_idempotency_key    | The key must be 1 to 256 characters.",
        "403 | validation_error           | The example.org domain is not verified.",
        "404 | not_found                  | The requested endpoint does not exist.",
      })
  void shouldGiveUpWithResendsMessageWhenItWillNeverTakeIt(
      int status, String name, String message) {
    try (HttpPeer peer = saying(status, error(status, name, message), null)) {
      assertThat(provider(peer.url("")).deliver(ACTION, MESSAGE))
          .isEqualTo(new DeliveryResult.PermanentFailure("Resend API error: " + message));
    }
  }

  @Test
  void shouldTakeAMailForSentThatWasTakenUnderItsKeyAndReadDifferently() {
    String error = error(409, "invalid_idempotent_request", "Same key, different payload.");
    try (HttpPeer peer = saying(409, error, null)) {
      assertThat(provider(peer.url("")).deliver(ACTION, MESSAGE))
          .isEqualTo(new DeliveryResult.Sent());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "409 | concurrent_idempotent_requests | Same key, at once. | -   | -",
        "500 | application_error              | Unexpected.        | -   | -",
        "503 | internal_server_error          | Unexpected.        | 120 | PT2M",
      })
  void shouldTryAgainWhenResendMayTakeItLater(
      int status,
      String name,
      String message,
      @Nullable String retryAfter,
      @Nullable Duration pause) {
    try (HttpPeer peer = saying(status, error(status, name, message), retryAfter)) {
      assertThat(provider(peer.url("")).deliver(ACTION, MESSAGE))
          .isEqualTo(new DeliveryResult.TransientFailure("Resend API error: " + message, pause));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "429 | rate_limit_exceeded  | 2 | PT2S",
        "429 | daily_quota_exceeded | - | -",
        "400 | rate_limit_exceeded  | 1 | PT1S",
      })
  void shouldCountNoAttemptWhenTooMuchIsAskedOfResend(
      int status, String name, @Nullable String retryAfter, @Nullable Duration pause) {
    try (HttpPeer peer = saying(status, error(status, name, "Too much."), retryAfter)) {
      assertThat(provider(peer.url("")).deliver(ACTION, MESSAGE))
          .isEqualTo(new DeliveryResult.Unavailable("Resend API error: Too much.", pause));
    }
  }

  @ParameterizedTest
  @CsvSource({"401, missing_api_key", "401, restricted_api_key", "403, invalid_api_key"})
  void shouldLoseNothingWhenTheKeyIsWrong(int status, String name) {
    try (HttpPeer peer = saying(status, error(status, name, "API key is invalid"), null)) {
      assertThat(provider(peer.url("")).deliver(ACTION, MESSAGE))
          .isEqualTo(new DeliveryResult.Unavailable("Resend API error: API key is invalid", null));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "502 | <html>Bad gateway</html> | true",
        "500 | ''                       | true",
        "404 | nothing here             | false",
        "400 | [1]                      | false",
        "301 | ''                       | false",
      })
  void shouldTakeTheStatusWhenThereIsNoMessage(int status, String body, boolean again) {
    try (HttpPeer peer = saying(status, body, null)) {
      assertThat(provider(peer.url("")).deliver(ACTION, MESSAGE))
          .isEqualTo(
              again
                  ? new DeliveryResult.TransientFailure("Resend API error: HTTP " + status, null)
                  : new DeliveryResult.PermanentFailure("Resend API error: HTTP " + status));
    }
  }

  private static String error(int status, String name, String message) {
    return "{\"statusCode\":%d,\"name\":\"%s\",\"message\":\"%s\"}"
        .formatted(status, name, message);
  }

  @Test
  void shouldBeUnavailableWhenNobodyListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    assertThat(provider("http://localhost:" + port).deliver(ACTION, MESSAGE))
        .isEqualTo(
            new DeliveryResult.Unavailable("Resend could not be reached: ConnectException", null));
  }

  @Test
  void shouldTryAgainWhenResendDoesNotAnswerInTime() {
    CountDownLatch over = new CountDownLatch(1);
    try (HttpPeer peer = new HttpPeer(exchange -> await(over))) {
      ResendProvider impatient =
          new ResendProvider(
              URI.create(peer.url("")), "re_key", FROM, () -> NOW, Duration.ofMillis(200));

      assertThat(impatient.deliver(ACTION, MESSAGE))
          .isEqualTo(
              new DeliveryResult.TransientFailure("Resend did not answer within 200 ms", null));
      over.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldGiveUpWhenTheAddressIsNone() {
    try (HttpPeer peer = fine()) {
      RenderedMessage message = new RenderedMessage("s", null, "t", "nobody", null);

      assertThat(provider(peer.url("")).deliver(ACTION, message))
          .isInstanceOf(DeliveryResult.PermanentFailure.class);
      assertThat(peer.asked()).isEmpty();
    }
  }
}
