package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.TestServer.Reply;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v1/admin",
        "/v1/admin/apikeys",
        "/v1/admin/journeys/x/explanation",
        "/capture",
        "//v1/admin/journeys",
        "/V1/admin/journeys"
      })
  void shouldAnswerNotFoundWhenThePathIsUnknown(String path) {
    Reply reply = server.get(path);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text()).isEqualTo("{\"error\":\"Not found\"}");
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void shouldNameTheMethodsWhenAKnownPathIsCalledWithAnother() {
    Reply journey = server.call("POST", "/v1/admin/journeys/x", "{}");
    Reply events = server.get("/v1/events");

    assertThat(journey.status()).isEqualTo(405);
    assertThat(journey.error()).isEqualTo("Method not allowed");
    assertThat(journey.header("Allow").split(", ?")).contains("GET", "PATCH").doesNotContain("PUT");
    assertThat(events.status()).isEqualTo(405);
    assertThat(events.header("Allow")).isEqualTo("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS", "TRACE", "PROPFIND"})
  void shouldAnswerInJsonWhenTheMethodIsUnusual(String method) throws Exception {
    String reply =
        raw(
            "%s /v1/admin/journeys HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                .formatted(method));

    assertThat(reply).startsWith("HTTP/1.1 4").contains("{\"error\":");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/admin/journeys/%zz",
        "/v1/admin/journeys/%",
        "/v1/admin/journeys/%00",
        "/v1/%2e%2e/admin",
        "/v1/admin/journeys/..%2f",
        "/v1/admin/journeys/a;b=c",
        "/v1/admin/journeys/%c3%28",
        "/v1/admin/journeys?limit=%zz"
      })
  void shouldAnswerInJsonWhenTheUriIsOdd(String path) throws Exception {
    String reply =
        raw(
            "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                .formatted(path, TestServer.KEY));

    assertThat(reply).startsWith("HTTP/1.1 4").contains("application/json").contains("{\"error\":");
  }

  @Test
  void shouldAnswerInJsonWhenAHeaderIsTooLong() throws Exception {
    String reply =
        raw(
            "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: %s\r\n\r\n"
                .formatted("x".repeat(20_000)));

    assertThat(reply).startsWith("HTTP/1.1 431").contains("{\"error\":");
  }

  @Test
  void shouldAnswerInJsonWhenTheRequestIsNoHttp() throws Exception {
    assertThat(raw("nonsense\r\n\r\n")).contains("{\"error\":");
  }

  @Test
  void shouldSayNothingOfWhatWentWrongWhenItIsOurFault() {
    server.engine.failWith(new IllegalStateException("secret detail"));

    Reply reply = server.get("/v1/admin/journeys");

    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.text()).isEqualTo("{\"error\":\"Internal server error\"}");
  }

  @Test
  void shouldTellWhenToComeAgainWhileAPartitionMoves() {
    server.engine.move(2);

    Reply reply = server.get("/v1/admin/journeys");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo("1");
    assertThat(reply.error()).contains("partition 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"enabled\": tru}",
        "{\"enabled\":true}}",
        "{\"enabled\":true,\"enabled\":false}",
        "nope",
        "{'enabled':true}"
      })
  void shouldRefuseABodyThatIsNoJson(String body) {
    Reply reply = server.call("PATCH", "/v1/admin/journeys/x", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).startsWith("malformed JSON");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{|malformed JSON at line 1, column 2: it ends early",
        "{\"enabled\": NaN}|malformed JSON at line 1, column 16",
        "{\"enabled\": tru}|malformed JSON at line 1, column 13",
        "{\"enabled\":true}}|malformed JSON at line 1, column 17",
        "{\"enabled\":true} 1|malformed JSON at line 1, column 18: something follows its end",
        "{\"a\":1,\"a\":2}|malformed JSON at line 1, column 11: the key 'a' stands twice",
        "{\"a\":\"\u0001\"}|malformed JSON at line 1, column 7",
        "{\"a\":01}|malformed JSON at line 1, column 7"
      })
  void shouldSayInOurWordsWhereABodyIsNoJson(String body, String error) {
    assertThat(server.call("PATCH", "/v1/admin/journeys/x", body).error()).isEqualTo(error);
  }

  @Test
  void shouldSayInOurWordsWhatIsTooMuchForABody() {
    String deep = "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}";
    String number = "{\"a\":" + "1".repeat(1_001) + "}";

    assertThat(server.call("PATCH", "/v1/admin/journeys/x", deep).error())
        .isEqualTo("malformed JSON: expected at most 100 levels of nesting");
    assertThat(server.call("PATCH", "/v1/admin/journeys/x", number).error())
        .isEqualTo("malformed JSON: a number, a text or a key is too long");
  }

  @Test
  void shouldSayThatABodyWithoutFieldsHasNone() {
    assertThat(server.call("POST", "/v1/admin/hold", "{\"a\":1}").error())
        .isEqualTo("unknown field 'a', expected none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "1", "\"text\"", "true"})
  void shouldRefuseABodyThatIsNoObject(String body) {
    Reply reply = server.call("PATCH", "/v1/admin/journeys/x", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).startsWith("expected an object in the body");
  }

  @Test
  void shouldRefuseABodyThatIsNotThere() {
    Reply reply = server.call("PATCH", "/v1/admin/journeys/x", null);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).isEqualTo("expected JSON in the body, found nothing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "json"
      })
  void shouldRefuseAnotherContentType(String type) {
    Reply reply =
        server.bare(
            "PATCH",
            "/v1/admin/journeys/x",
            "{\"enabled\":true}",
            "Authorization",
            "Bearer " + TestServer.KEY,
            "Content-Type",
            type);

    assertThat(reply.status()).isEqualTo(415);
    assertThat(reply.error()).contains(type);
  }

  @Test
  void shouldRefuseABodyWithoutContentType() {
    Reply reply =
        server.bare(
            "PATCH",
            "/v1/admin/journeys/x",
            "{\"enabled\":true}",
            "Authorization",
            "Bearer " + TestServer.KEY);

    assertThat(reply.status()).isEqualTo(415);
  }

  @Test
  void shouldTakeTheContentTypeInAnySpelling() {
    server.cluster.publish(Given.WELCOME);
    Reply reply =
        server.bare(
            "PATCH",
            "/v1/admin/journeys/activation-welcome",
            "{\"enabled\":1}",
            "Authorization",
            "Bearer " + TestServer.KEY,
            "Content-Type",
            "Application/JSON; Charset=\"UTF-8\"");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains("'enabled'");
  }

  @Test
  void shouldRefuseABodyThatIsTooLarge() {
    String body = "{\"enabled\":true" + " ".repeat(3 * 1024 * 1024) + "}";

    Reply reply = server.call("PATCH", "/v1/admin/journeys/x", body);

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.error()).contains("1048576");
  }

  @Test
  void shouldRefuseABodyThatIsNestedTooDeep() {
    String body = "{\"properties\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}";

    assertThat(server.call("PATCH", "/v1/admin/journeys/x", body).status()).isEqualTo(400);
  }

  @Test
  void shouldAnswerHeadersAloneWhenTheMethodIsHead() {
    Reply reply = server.call("HEAD", "/health/live", null);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEmpty();
  }

  private String raw(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      StringBuilder reply = new StringBuilder();
      byte[] buffer = new byte[8192];
      int read = in.read(buffer);
      while (read > 0 && !reply.toString().contains("}")) {
        reply.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
        read = reply.toString().contains("}") ? -1 : in.read(buffer);
      }
      return reply.toString();
    }
  }
}
