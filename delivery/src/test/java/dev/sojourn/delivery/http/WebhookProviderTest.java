package dev.sojourn.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.delivery.Examples;
import dev.sojourn.delivery.provider.DeliveryResult;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.webhook.WebhookSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class WebhookProviderTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");
  private static final SendAction.Call CALL =
      new SendAction.Call(Map.of("X-Key", "k"), Map.of("stage", 2), "ann@example.com");

  private final WebhookProvider provider = new WebhookProvider(() -> NOW);

  private static DeliveryResult call(WebhookProvider provider, String url) {
    return provider.call(Examples.call(1, url, CALL), CALL).join();
  }

  @Test
  void shouldPostWhatIsKnown() {
    try (HttpPeer peer = HttpPeer.answering(204)) {
      // given
      SendAction action = Examples.call(1, peer.url("/hook?a=b"), CALL);

      // when
      DeliveryResult delivered = provider.call(action, CALL).join();

      // then
      assertThat(delivered).isEqualTo(new DeliveryResult.Sent());
      assertThat(peer.asked()).hasSize(1);
      HttpPeer.Asked asked = peer.asked().get(0);
      assertThat(asked.method()).isEqualTo("POST");
      assertThat(asked.path()).isEqualTo("/hook?a=b");
      assertThat(asked.headers().get("Content-Type")).containsExactly("application/json");
      assertThat(asked.headers().get("Idempotency-Key"))
          .containsExactly(action.sendId().toString());
      assertThat(asked.headers().get("X-Key")).containsExactly("k");
      assertThat(asked.body())
          .isIn(
              bodies(
                  action,
                  "{\"email\":\"ann@example.com\",\"team\":\"red\"}",
                  "{\"team\":\"red\",\"email\":\"ann@example.com\"}"));
    }
  }

  /** The order of an immutable map is not ours. */
  private static Iterable<String> bodies(SendAction action, String... contacts) {
    return Arrays.stream(contacts)
        .map(
            contact ->
                ("{\"id\":\"%s\",\"journey\":{\"id\":\"welcome\",\"name\":\"Welcome series\"},"
                        + "\"step\":\"tell\",\"user\":{\"id\":\"u-1\","
                        + "\"email\":\"ann@example.com\"},\"event\":{\"name\":\"user:created\","
                        + "\"properties\":{\"plan\":\"pro\"}},\"contact\":%s,"
                        + "\"data\":{\"stage\":2}}")
                    .formatted(action.sendId(), contact))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void shouldBeSentWhenTheServerTookIt(int status) {
    try (HttpPeer peer = HttpPeer.answering(status)) {
      assertThat(call(provider, peer.url("/"))).isEqualTo(new DeliveryResult.Sent());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
  void shouldTryAgainWhenTheServerMayTakeItLater(int status) {
    try (HttpPeer peer = HttpPeer.answering(status)) {
      assertThat(call(provider, peer.url("/")))
          .isEqualTo(new DeliveryResult.TransientFailure("Webhook answered " + status, null));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {304, 400, 401, 403, 404, 405, 409, 410, 413, 422})
  void shouldGiveUpWhenTheServerWillNeverTakeIt(int status) {
    try (HttpPeer peer = HttpPeer.answering(status)) {
      assertThat(call(provider, peer.url("/")))
          .isEqualTo(new DeliveryResult.PermanentFailure("Webhook answered " + status));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void shouldNotFollowARedirect(int status) {
    try (HttpPeer other = HttpPeer.answering(200);
        HttpPeer peer =
            new HttpPeer(
                exchange -> {
                  exchange.getResponseHeaders().add("Location", other.url("/elsewhere"));
                  exchange.sendResponseHeaders(status, -1);
                })) {
      assertThat(call(provider, peer.url("/")))
          .isEqualTo(new DeliveryResult.PermanentFailure("Webhook answered " + status));
      assertThat(other.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "120 | PT2M",
        "0 | PT0S",
        "Thu, 15 Jan 2026 10:31:30 GMT | PT1M30S",
        "Thu, 15 Jan 2026 10:00:00 GMT | PT0S",
        "soon | -",
        "-5 | -",
        "1.5 | -",
        "99999999999999999999 | -",
      })
  void shouldLeaveTheServerAloneForAsLongAsItAsks(String header, @Nullable Duration pause) {
    try (HttpPeer peer =
        new HttpPeer(
            exchange -> {
              exchange.getResponseHeaders().add("Retry-After", header);
              exchange.sendResponseHeaders(429, -1);
            })) {
      assertThat(call(provider, peer.url("/")))
          .isEqualTo(new DeliveryResult.TransientFailure("Webhook answered 429", pause));
    }
  }

  @Test
  void shouldBeUnavailableWhenNobodyListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    assertThat(call(provider, "http://localhost:" + port + "/secret"))
        .isEqualTo(
            new DeliveryResult.Unavailable("Webhook could not be reached: ConnectException", null));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldBeUnavailableWhenThereIsNoSuchHost(boolean publicOnly) {
    WebhookProvider asked =
        new WebhookProvider(() -> NOW, publicOnly ? TargetPolicy.PUBLIC : TargetPolicy.ANY, null);

    assertThat(call(asked, "http://hooks.invalid/")).isInstanceOf(DeliveryResult.Unavailable.class);
  }

  @Test
  void shouldTryAgainWhenTheServerHangsUp() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread peer =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  socket.getInputStream().read();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      peer.start();

      assertThat(call(provider, "http://localhost:" + server.getLocalPort()))
          .isInstanceOf(DeliveryResult.TransientFailure.class);
    }
  }

  @Test
  void shouldSignWhatItPostsWhenThereIsAKey() {
    // given
    WebhookSigner key = WebhookSigner.parse("whsec_c2VjcmV0");
    SendAction.Call forged =
        new SendAction.Call(Map.of("Webhook-Signature", "v1,forged"), Map.of(), null);
    WebhookProvider signing = new WebhookProvider(() -> NOW, TargetPolicy.ANY, key);

    try (HttpPeer peer = HttpPeer.answering(200)) {
      SendAction action = Examples.call(1, peer.url("/"), forged);

      // when
      signing.call(action, forged).join();

      // then
      HttpPeer.Asked asked = peer.asked().get(0);
      assertThat(asked.headers().get("webhook-id")).containsExactly(action.sendId().toString());
      assertThat(asked.headers().get("webhook-signature")).hasSize(1);
      assertThat(
              key.verifies(
                  asked.headers().getFirst("webhook-id"),
                  asked.headers().getFirst("webhook-timestamp"),
                  asked.headers().getFirst("webhook-signature"),
                  asked.body().getBytes(StandardCharsets.UTF_8),
                  NOW))
          .isTrue();
    }
  }

  @Test
  void shouldNotCallWhatStandsBehindTheFirewall() {
    WebhookProvider careful = new WebhookProvider(() -> NOW, TargetPolicy.PUBLIC, null);

    try (HttpPeer peer = HttpPeer.answering(200)) {
      assertThat(call(careful, peer.url("/")))
          .isEqualTo(
              new DeliveryResult.PermanentFailure(
                  "Webhook is at a private address, which the setting webhook.private forbids"));
      assertThat(peer.asked()).isEmpty();
    }
  }

  @Test
  void shouldTryAgainWhenTheServerDoesNotAnswerInTime() {
    CountDownLatch over = new CountDownLatch(1);
    try (HttpPeer peer = new HttpPeer(exchange -> await(over))) {
      WebhookProvider impatient =
          new WebhookProvider(() -> NOW, TargetPolicy.ANY, null, Duration.ofMillis(200));

      assertThat(call(impatient, peer.url("/")))
          .isEqualTo(
              new DeliveryResult.TransientFailure("Webhook did not answer within 200 ms", null));
      over.countDown();
    }
  }

  @Test
  void shouldTryAgainWhenTheAnswerDoesNotEndInTime() {
    CountDownLatch over = new CountDownLatch(1);
    try (HttpPeer peer =
        new HttpPeer(
            exchange -> {
              exchange.sendResponseHeaders(200, 100);
              exchange.getResponseBody().write(1);
              exchange.getResponseBody().flush();
              await(over);
            })) {
      WebhookProvider impatient =
          new WebhookProvider(() -> NOW, TargetPolicy.ANY, null, Duration.ofMillis(200));

      assertThat(call(impatient, peer.url("/")))
          .isEqualTo(
              new DeliveryResult.TransientFailure("Webhook did not answer within 200 ms", null));
      over.countDown();
    }
  }

  @Test
  void shouldGiveUpWhenTheAddressIsNone() {
    assertThat(call(provider, "ftp://x")).isInstanceOf(DeliveryResult.PermanentFailure.class);
    assertThat(call(provider, "http://x y")).isInstanceOf(DeliveryResult.PermanentFailure.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
