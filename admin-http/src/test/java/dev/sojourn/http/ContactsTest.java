package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.event.CanonicalEvent;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of a person, and what happened to them. */
class ContactsTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private Reply put(String body) {
    return server.call("PUT", "/v1/admin/contacts/user_1", body);
  }

  @Test
  void shouldShowAContact() {
    // given
    server.cluster.decide(new Command.ChangeContact("user 1", Map.of("plan", "pro"), List.of()));

    // when
    Reply reply = server.get("/v1/admin/contacts/user%201");

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            "{\"contact\":{\"userId\":\"user 1\",\"email\":null,\"properties\":{\"plan\":\"pro\"}}}");
  }

  @Test
  void shouldNotFindSomebodyNobodyHasSeen() {
    Reply reply = server.get("/v1/admin/contacts/user_1");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.error()).isEqualTo("Contact not found");
    assertThat(server.get("/v1/admin/contacts/undefined").status()).isEqualTo(400);
  }

  @Test
  void shouldGiveTheEngineWhatToSetAndWhatToRemove() {
    // given
    put("{\"properties\":{\"trial\":true}}");
    server.log.given.clear();

    // when
    Reply reply =
        put("{\"email\":\"a@example.com\",\"properties\":{\"plan\":\"pro\",\"trial\":null}}");
    put("{\"email\":null}");

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            "{\"contact\":{\"userId\":\"user_1\",\"email\":\"a@example.com\","
                + "\"properties\":{\"plan\":\"pro\"}}}");
    assertThat(server.log.given.get(0).command())
        .isEqualTo(
            new Command.ChangeContact(
                "user_1", Map.of("plan", "pro", "email", "a@example.com"), List.of("trial")));
    assertThat(server.log.given.get(1).command())
        .isEqualTo(new Command.ChangeContact("user_1", Map.of(), List.of("email")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|at least one of",
        "{\"properties\":{}}|at least one of",
        "{\"email\":\"x\"}|'email'",
        "{\"email\":7}|'email'",
        "{\"properties\":[]}|'properties'",
        "{\"properties\":{\"email\":\"a@example.com\"}}|'properties'",
        "{\"plan\":\"pro\"}|'plan'"
      })
  void shouldRefuseAContactThatIsNone(String body, String named) {
    Reply reply = put(body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains(named);
    assertThat(server.log.given).isEmpty();
  }

  @Test
  void shouldTellWhenTheEngineFindsItTooLarge() {
    String large = "x".repeat(64 * 1024);

    assertThat(put("{\"properties\":{\"a\":\"%s\"}}".formatted(large)).status()).isEqualTo(413);
    assertThat(server.log.given).hasSize(1);
  }

  @Test
  void shouldEraseWithASaltOfItsOwnEachTime() {
    // given
    server.cluster.publish(Given.branching("a", "go"), Given.branching("b", "go"));
    server.cluster.receive("user_1", "go");

    // when
    Reply reply = server.call("DELETE", "/v1/admin/contacts/user_1", null);
    server.call("DELETE", "/v1/admin/contacts/user_1", null);

    // then
    assertThat(reply.text()).isEqualTo("{\"erased\":true,\"stopped\":2}");
    Command.EraseContact first = (Command.EraseContact) server.log.given.get(0).command();
    Command.EraseContact second = (Command.EraseContact) server.log.given.get(1).command();
    assertThat(first.userId()).isEqualTo("user_1");
    assertThat(Base64.getDecoder().decode(first.salt())).hasSize(16);
    assertThat(second.salt()).isNotEqualTo(first.salt());
    assertThat(second.idempotencyContent()).isEqualTo(first.idempotencyContent());
  }

  @Test
  void shouldTellWhenThereIsNobodyToErase() {
    Reply reply = server.call("DELETE", "/v1/admin/contacts/user_1", null);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.error()).isEqualTo("Contact not found");
  }

  @Test
  void shouldReadWhatEventsOfTheTimelineSayFromTheLog() {
    // given
    String first =
        server.cluster.receive(
            new CanonicalEvent(
                "u", "signed_up", "user_1", null, Map.of("plan", "pro"), null, "api", null));
    server.cluster.later(Duration.ofSeconds(1));
    String second = server.cluster.receive("user_1", "gone");
    server.reader.removeEvent(new Place(TestCluster.partitionOf("user_1"), 1));
    server.cluster.later(Duration.ofSeconds(1));
    server.cluster.publish(Given.plain("journey", "go"));
    server.cluster.receive("user_1", "go");
    String state = server.cluster.instance("user_1", "journey").id();

    // when
    Reply reply = server.get("/v1/admin/contacts/user_1/timeline");
    JsonNode page =
        server.get("/v1/admin/contacts/user_1/timeline?type=event&limit=1&offset=1").json();

    // then
    JsonNode entries = reply.json().path("timeline");
    assertThat(entries.findValuesAsText("type"))
        .containsExactly("transition", "transition", "decision", "event", "event", "event");
    assertThat(entries.path(0).toString())
        .isEqualTo(
            ("{\"type\":\"transition\",\"timestamp\":\"2026-01-15T10:30:02.000Z\","
                    + "\"data\":{\"journeyId\":\"journey\",\"stateId\":\"%s\",\"id\":\"%s-2\","
                    + "\"fromNodeId\":null,\"toNodeId\":\"done\",\"action\":\"completed\","
                    + "\"detail\":null}}")
                .formatted(state, state));
    assertThat(entries.path(4).toString())
        .isEqualTo(
            ("{\"type\":\"event\",\"timestamp\":\"2026-01-15T10:30:01.000Z\","
                    + "\"data\":{\"id\":\"%s\",\"event\":\"gone\",\"properties\":{},"
                    + "\"source\":null}}")
                .formatted(second));
    assertThat(entries.path(5).toString())
        .isEqualTo(
            ("{\"type\":\"event\",\"timestamp\":\"2026-01-15T10:30:00.000Z\","
                    + "\"data\":{\"id\":\"%s\",\"event\":\"signed_up\","
                    + "\"properties\":{\"plan\":\"pro\"},\"source\":\"api\"}}")
                .formatted(first));
    assertThat(reply.text()).endsWith("],\"total\":6,\"limit\":50,\"offset\":0}");
    assertThat(page.path("timeline")).hasSize(1);
    assertThat(page.path("total").asInt()).isEqualTo(3);
  }

  @Test
  void shouldRefuseATypeThatIsNone() {
    Reply reply = server.get("/v1/admin/contacts/user_1/timeline?type=mail");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains("'type'");
  }
}
