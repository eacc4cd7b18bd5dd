package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON for people is indented, JSON for programs is compact, and both end with a newline. */
class PrettyJsonTest {

  private static final String LIST = "/v1/admin/journeys";
  private static final String NEW_LINE = "\n";

  @ParameterizedTest
  @CsvSource({
    "?pretty, Java, */*, true",
    "?pretty=true, Java, application/json, true",
    "?limit=5&pretty, Java, */*, true",
    "?pretty=false, curl/8.5.0, */*, false",
    "'', curl/8.5.0, */*, true",
    "'', curl/8.5.0, application/json, false",
    "'', Java, */*, false",
    "?limit=5, Java, application/json, false",
  })
  void shouldIndentForPeople(String query, String agent, String accept, boolean indented) {
    try (TestServer server = TestServer.start()) {
      // when
      TestServer.Reply reply =
          server.call("GET", LIST + query, null, "User-Agent", agent, "Accept", accept);

      // then
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.raw()).endsWith("}" + NEW_LINE);
      assertThat(reply.raw().strip().contains(NEW_LINE)).isEqualTo(indented);
    }
  }

  @Test
  void shouldSayTheSameEitherWay() {
    try (TestServer server = TestServer.start()) {
      assertThat(server.get(LIST + "?pretty").json()).isEqualTo(server.get(LIST).json());
    }
  }

  @Test
  void shouldIndentErrorsToo() {
    try (TestServer server = TestServer.start()) {
      assertThat(server.get(LIST + "/none?pretty").raw())
          .isEqualToNormalizingNewlines("{\n  \"error\": \"Journey not found\"\n}\n");
      assertThat(server.get("/nowhere").raw()).isEqualTo("{\"error\":\"Not found\"}\n");
    }
  }
}
