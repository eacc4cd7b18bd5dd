package dev.sojourn.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.Given;
import dev.sojourn.http.TestServer;
import dev.sojourn.http.TestServer.Reply;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A HEAD is its GET without the body. */
class HeadTest {

  private static List<String> paths() {
    return RoutesOfServer.all().stream()
        .filter(route -> route.method().equals(HandlerType.GET))
        .map(route -> route.path().replaceAll("\\{[^}]+}", "x"))
        .toList();
  }

  @Test
  void shouldSayNoMoreThanTheGetWhateverTheKey() {
    try (TestServer server = TestServer.start()) {
      for (String path : paths()) {
        for (String key : List.of("", "Bearer wrong", "Bearer " + TestServer.KEY)) {
          // when
          Reply get = server.bare("GET", path, null, "Authorization", key);
          Reply head = server.bare("HEAD", path, null, "Authorization", key);

          // then
          assertThat(head.status()).as(path + " with '" + key + "'").isEqualTo(get.status());
          assertThat(head.text()).isEmpty();
          assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
        }
      }
    }
  }

  @Test
  void shouldCountAgainstTheLimitOfTheKey() {
    try (TestServer server = TestServer.limited(1)) {
      Optional<Reply> refused =
          Stream.generate(() -> server.call("HEAD", "/v1/admin/journeys", null))
              .limit(100)
              .filter(reply -> reply.status() == 429)
              .findFirst();

      assertThat(refused).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/health/live, 200",
    "/health/ready, 503",
    "/openapi.yaml, 200",
    "/v1/admin/journeys, 401",
    "/v1/admin/nothing, 404",
    "/v1/events, 405",
    "/internal/query, 405"
  })
  void shouldAnswerWhoeverHasNoKey(String path, int status) {
    try (TestServer server = TestServer.start(null, true, () -> false)) {
      assertThat(server.bare("HEAD", path, null).status()).isEqualTo(status);
    }
  }

  @Test
  void shouldFindWhatIsThereAndNothingElse() {
    try (TestServer server = TestServer.start()) {
      server.cluster.publish(Given.WELCOME);

      assertThat(server.call("HEAD", "/v1/admin/journeys/activation-welcome", null).status())
          .isEqualTo(200);
      assertThat(server.call("HEAD", "/v1/admin/journeys/other", null).status()).isEqualTo(404);
    }
  }
}
