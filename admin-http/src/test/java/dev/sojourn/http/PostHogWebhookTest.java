package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.topics.event.CanonicalEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostHogWebhookTest {

  private static final String WEBHOOK = "/v1/webhooks/posthog";

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldAnswerWhoDidWhatOnceTheLogHasIt() {
    Reply reply =
        server.post(
            WEBHOOK,
            """
            {"event": {"uuid": "u-1", "event": "signed_up", "distinct_id": "user_1",
                       "properties": {"plan": "pro"}, "timestamp": "2026-01-15T10:30:00Z"},
             "person": {"id": "p", "properties": {"email": "a@example.com"}}}
            """);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo("{\"ok\":true,\"event\":\"signed_up\",\"userId\":\"user_1\"}");
    assertThat(server.log.appended).extracting(CanonicalEvent::uuid).containsExactly("u-1");
    assertThat(server.log.appended).extracting(CanonicalEvent::source).containsExactly("posthog");
  }

  @Test
  void shouldAnswerForEachWhenThereAreMore() {
    Reply reply =
        server.post(
            WEBHOOK,
            "[{\"event\":\"a\",\"distinct_id\":\"user_1\"},{\"event\":\"b\",\"distinct_id\":\"user_2\"}]");

    assertThat(reply.text())
        .isEqualTo(
            "{\"ok\":true,\"results\":[{\"event\":\"a\",\"userId\":\"user_1\"},"
                + "{\"event\":\"b\",\"userId\":\"user_2\"}]}");
    assertThat(server.log.appended).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"not\":\"a posthog payload\"}",
        "{\"event\":{\"event\":\"a\"}}",
        "{\"event\":{\"event\":\"a\",\"distinct_id\":\" \"},\"person\":{\"id\":\"user_1\"}}",
        "{\"event\":{\"event\":\"a\",\"distinct_id\":\"anonymous\"}}",
        "[{\"event\":\"a\",\"distinct_id\":\"user_1\"},{\"event\":\"b\"}]",
        "[]",
        "7"
      })
  void shouldStoreNothingWhenThePayloadIsNone(String body) {
    Reply reply = server.post(WEBHOOK, body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).startsWith("Invalid payload: ");
    assertThat(server.log.appended).isEmpty();
  }

  @Test
  void shouldAskPostHogToRepeatWhenTheLogTakesNothing() {
    server.log.takes = event -> false;

    assertThat(server.post(WEBHOOK, "{\"event\":\"a\",\"distinct_id\":\"user_1\"}").status())
        .isEqualTo(503);
  }

  @Test
  void shouldRefuseAnEventThatIsTooLarge() {
    String body =
        "{\"event\":\"a\",\"distinct_id\":\"user_1\",\"properties\":{\"x\":\"%s\"}}"
            .formatted("x".repeat(300 * 1024));

    assertThat(server.post(WEBHOOK, body).status()).isEqualTo(413);
  }
}
