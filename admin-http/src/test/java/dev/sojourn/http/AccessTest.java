package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.TestServer.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

  private static final String WEBHOOK = "/v1/webhooks/posthog";
  private static final String EVENT = "{\"event\":\"signed_up\",\"distinct_id\":\"user_1\"}";

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/admin/journeys",
    "GET, /v1/admin/journeys/x",
    "PATCH, /v1/admin/journeys/x",
    "GET, /v1/admin/journeys/x/states",
    "DELETE, /v1/admin/journeys/x/states/y",
    "POST, /v1/admin/journeys/x/enroll",
    "POST, /v1/admin/journeys/x/enroll/batch",
    "GET, /v1/admin/journey-logs/x",
    "GET, /v1/admin/contacts/x/preferences",
    "PUT, /v1/admin/contacts/x/preferences",
    "GET, /v1/admin/events",
    "GET, /v1/admin/metrics/journeys",
    "GET, /v1/admin/outbox",
    "GET, /v1/admin/api-keys",
    "POST, /v1/admin/api-keys",
    "DELETE, /v1/admin/api-keys/x",
    "GET, /v1/admin/audit-logs",
    "POST, /v1/events",
    "POST, /v1/events/batch",
    "POST, /internal/query"
  })
  void shouldRefuseWhoeverHasNoKey(String method, String path) {
    try (TestServer server = TestServer.start()) {
      Reply reply = server.bare(method, path, null);

      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.text()).isEqualTo("{\"error\":\"Unauthorized\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer wrong",
        "Bearer ",
        "Bearer",
        "Basic dGVzdC1hZG1pbi1rZXk=",
        "test-admin-key",
        "Bearer test-admin-key2",
        "Bearer test-admin-ke"
      })
  void shouldRefuseAnyOtherKey(String header) {
    try (TestServer server = TestServer.start()) {
      assertThat(server.bare("GET", "/v1/admin/journeys", null, "Authorization", header).status())
          .isEqualTo(401);
    }
  }

  @Test
  void shouldTakeTheSchemeInAnySpelling() {
    try (TestServer server = TestServer.start()) {
      assertThat(
              server
                  .bare(
                      "GET",
                      "/v1/admin/journeys",
                      null,
                      "Authorization",
                      "bearer " + TestServer.KEY)
                  .status())
          .isEqualTo(200);
    }
  }

  @Test
  void shouldOpenTheWebhookUnderDevWhenNoSecretIsConfigured() {
    try (TestServer server = TestServer.start(null, true, () -> true)) {
      assertThat(webhook(server).status()).isEqualTo(200);
    }
  }

  @Test
  void shouldCloseTheWebhookElsewhereWhenNoSecretIsConfigured() {
    try (TestServer server = TestServer.start(null, false, () -> true)) {
      Reply reply = webhook(server, "x-posthog-webhook-secret", "anything");

      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.text()).isEqualTo("{\"error\":\"Invalid webhook secret\"}");
      assertThat(server.log.appended).isEmpty();
    }
  }

  @Test
  void shouldAskForTheSecretEvenUnderDevWhenOneIsConfigured() {
    try (TestServer server = TestServer.start("s3cret", true, () -> true)) {
      assertThat(webhook(server).status()).isEqualTo(401);
      assertThat(webhook(server, "x-posthog-webhook-secret", "s3cre").status()).isEqualTo(401);
      assertThat(webhook(server, "x-posthog-webhook-secret", "s3cret").status()).isEqualTo(200);
    }
  }

  private static Reply webhook(TestServer server, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/json";
    return server.bare("POST", WEBHOOK, EVENT, all);
  }
}
