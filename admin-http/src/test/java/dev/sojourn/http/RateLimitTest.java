package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.TestServer.Reply;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private static Optional<Reply> firstRefused(Stream<Reply> replies) {
    return replies.filter(reply -> reply.status() == 429).findFirst();
  }

  @Test
  void shouldRefuseMoreThanTheLimitBeforeTheEngineIsAsked() {
    try (TestServer server = TestServer.limited(1)) {
      // given
      server.engine.failWith(new IllegalStateException("asked"));

      // when
      Reply refused =
          firstRefused(Stream.generate(() -> server.get("/v1/admin/journeys")).limit(100))
              .orElseThrow();

      // then
      assertThat(refused.text()).isEqualTo("{\"error\":\"Rate limit exceeded\"}");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
    }
  }

  @Test
  void shouldNeitherCountNorLimitWhoeverHasNoKeyAndWhatIsNoAdminCall() {
    try (TestServer server = TestServer.limited(1)) {
      Stream<Reply> replies =
          Stream.generate(
                  () ->
                      Stream.of(
                          server.bare("GET", "/v1/admin/journeys", null),
                          server.get("/health/live"),
                          server.post("/v1/events", "{\"name\":\"a\",\"userId\":\"ada\"}"),
                          server.post("/internal/query", "{}")))
              .limit(20)
              .flatMap(each -> each);

      assertThat(firstRefused(replies)).isEmpty();
      assertThat(server.get("/v1/admin/journeys").status()).isEqualTo(200);
    }
  }
}
