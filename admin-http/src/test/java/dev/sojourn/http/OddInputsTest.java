package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.TestServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would be stored as something else is refused by the name of its field. */
class OddInputsTest {

  private final TestServer server = TestServer.start();

  @BeforeEach
  void givenAJourney() {
    server.cluster.publish(Given.WELCOME);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "POST|/v1/events|{\"name\":\"x\",\"userId\":\"a\",\"eventProperties\":{\"b\":[0,{\"c\":1e999}]}}|eventProperties.b[1].c",
        "POST|/v1/events|{\"name\":\"x\",\"userId\":\"a\",\"contactProperties\":{\"b\":-1e999}}|contactProperties.b",
        "PUT|/v1/admin/contacts/a|{\"properties\":{\"b\":1e400}}|properties.b",
        "POST|/v1/admin/journeys/activation-welcome/enroll|{\"userId\":\"a\",\"userEmail\":\"a@example.com\",\"properties\":{\"b\":1e999}}|properties.b",
        "POST|/v1/admin/journeys/activation-welcome/explain|{\"userId\":\"a\",\"event\":{\"name\":\"x\",\"properties\":{\"b\":1e999}}}|event.properties.b"
      })
  void shouldRefuseANumberThatIsNone(String method, String path, String body, String field) {
    Reply reply = server.call(method, path, body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error())
        .isEqualTo("expected a number of at most 1.8e308 for field '%s'".formatted(field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "POST|/v1/events|{\"name\":\"a\\ud800\",\"userId\":\"a\"}|name",
        "POST|/v1/admin/api-keys|{\"name\":\"\\udc00\",\"role\":\"admin\"}|name",
        "POST|/v1/admin/api-keys|{\"name\":\"a\",\"scopes\":[\"\\ud800\"]}|scopes",
        "POST|/v1/admin/events/replay|{\"eventIds\":[\"a\",\"\\ud800\"]}|eventIds[1]"
      })
  void shouldRefuseHalfACharacter(String method, String path, String body, String field) {
    Reply reply = server.call(method, path, body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error())
        .isEqualTo("expected a string of whole characters for field '%s'".formatted(field));
  }

  @Test
  void shouldTakeNumbersAndCharactersThatAreOddAndWhole() {
    assertThat(
            server
                .post(
                    "/v1/events",
                    "{\"name\":\"\\ud83d\\ude00\",\"userId\":\"a\","
                        + "\"eventProperties\":{\"a\":1.7e308,\"b\":1e-400,\"c\":"
                        + "9".repeat(400)
                        + "}}")
                .status())
        .isEqualTo(202);
  }

  @Test
  void shouldRefuseControlCharactersInTheNameOfAKey() {
    Reply reply = server.post("/v1/admin/api-keys", "{\"name\":\"a\\u0000\",\"role\":\"admin\"}");

    assertThat(reply.error())
        .isEqualTo("expected a name without control characters for field 'name'");
  }

  @Test
  void shouldSayThatItIsTheIdInThePath() {
    assertThat(server.get("/v1/admin/contacts/a%09").error())
        .isEqualTo("expected a user id without control characters for the id in the path");
  }

  @Test
  void shouldNotCallInfiniteWhatNobodyWroteSo() {
    assertThat(
            server
                .call("PUT", "/v1/admin/contacts/a/preferences", "{\"bounceCount\":1e999}")
                .error())
        .isEqualTo(
            "expected a whole number of zero or more, found too large a number"
                + " for field 'bounceCount'");
  }
}
