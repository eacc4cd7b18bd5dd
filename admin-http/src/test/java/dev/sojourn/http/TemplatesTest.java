package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.command.Command;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplatesTest {

  private static final String LIST = "/v1/admin/templates";
  private static final String WELCOME = LIST + "/activation%2Fwelcome";

  private final TestServer server = TestServer.start();

  @BeforeEach
  void givenTemplates() {
    List.of(
            new Template("plain", "h2", "Plain", "Us <us@example.com>", null, "Hello"),
            new Template("activation/welcome", "h1", "Welcome", null, "activation", "<p>Hi</p>"),
            new Template("both", "h3", "Both", null, null, "<p>Hi</p>", "Hi"),
            new Template("off", "h4", "Off", null, null, "broken"))
        .forEach(server.cluster::publish);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldListThemByKey() {
    JsonNode page = server.get(LIST + "?limit=3").json();

    assertThat(page.path("templates").toString())
        .isEqualTo(
            "[{\"key\":\"activation/welcome\",\"hash\":\"h1\",\"subject\":\"Welcome\","
                + "\"from\":null,\"category\":\"activation\",\"html\":true,\"text\":false},"
                + "{\"key\":\"both\",\"hash\":\"h3\",\"subject\":\"Both\","
                + "\"from\":null,\"category\":null,\"html\":true,\"text\":true},"
                + "{\"key\":\"off\",\"hash\":\"h4\",\"subject\":\"Off\","
                + "\"from\":null,\"category\":null,\"html\":false,\"text\":true}]");
    assertThat(page.path("total").asInt()).isEqualTo(4);
    JsonNode next = server.get(LIST + "?limit=3&cursor=" + page.path("cursor").asText()).json();
    assertThat(next.at("/templates/0/key").asText()).isEqualTo("plain");
    assertThat(next.path("templates")).hasSize(1);
  }

  @Test
  void shouldShowOneAsItWasWritten() {
    assertThat(server.get(WELCOME).json().path("template").toString())
        .isEqualTo(
            "{\"key\":\"activation/welcome\",\"hash\":\"h1\",\"subject\":\"Welcome\","
                + "\"from\":null,\"category\":\"activation\",\"html\":\"<p>Hi</p>\",\"text\":null}");
    assertThat(server.get(LIST + "/plain").json().at("/template/text").asText()).isEqualTo("Hello");
    assertThat(server.get(LIST + "/plain").json().at("/template/html").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/admin/templates/other",
    "POST, /v1/admin/templates/other/preview",
    "POST, /v1/admin/templates/activation%2Fother/preview"
  })
  void shouldKnowNoOther(String method, String path) {
    Reply reply = server.call(method, path, method.equals("POST") ? "{}" : null);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.error()).isEqualTo("Template not found");
  }

  @Test
  void shouldPreviewForSomebodyMadeUp() {
    JsonNode shown =
        server
            .post(
                WELCOME + "/preview",
                """
                {"user": {"id": "u", "email": "u@example.com"}, "contact": {"name": "Ada"},
                 "event": {"name": "signed", "properties": {"plan": "pro"}},
                 "journey": {"id": "j", "name": "J"}}
                """)
            .json();

    assertThat(shown.path("subject").asText()).isEqualTo("Welcome");
    assertThat(shown.path("html").asText()).isEqualTo("<p>Hi</p>");
    assertThat(shown.path("from").isNull()).isTrue();
    assertThat(shown.path("text").asText())
        .contains("u@example.com", "{name=Ada}", "signed", "{plan=pro}", "journeyName=J");
  }

  @Test
  void shouldPreviewForNobodyInParticular() {
    Reply reply = server.call("POST", LIST + "/plain/preview", null);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("html").isNull()).isTrue();
    assertThat(reply.json().path("text").asText()).contains("preview@example.com");
  }

  @Test
  void shouldPreviewForSomebodyWhoIsKnown() {
    server.cluster.decide(
        new Command.ChangeContact(
            "user_1", Map.of("email", "ada@example.com", "name", "Ada"), List.of()));

    String text =
        server.post(WELCOME + "/preview", "{\"userId\": \"user_1\"}").json().path("text").asText();

    assertThat(text).contains("userId=user_1", "email=ada@example.com", "name=Ada");
    assertThat(server.post(WELCOME + "/preview", "{\"userId\": \"user_2\"}").error())
        .isEqualTo("Contact not found");
  }

  @Test
  void shouldSayWhyItCannotBeRendered() {
    Reply reply = server.post(LIST + "/off/preview", "{}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.error())
        .isEqualTo("Template 'off' cannot be rendered: no value for 'event.plan'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"userId\": \"a\", \"contact\": {}}|userId",
        "{\"userId\": \"anonymous\"}|userId",
        "{\"user\": {\"name\": \"a\"}}|user.name",
        "{\"event\": {\"properties\": 7}}|event.properties",
        "{\"contact\": []}|contact",
        "{\"other\": 1}|other"
      })
  void shouldNameTheFieldThatIsWrong(String body, String field) {
    Reply reply = server.post(WELCOME + "/preview", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains("'" + field + "'");
  }
}
