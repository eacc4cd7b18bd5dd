package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.erasure.ErasureRejection;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.TimelineView;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.result.Answer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    server.engine.contacts.put(
        "user 1", new QueryResult.Contact(true, false, "user 1", null, Map.of("plan", "pro")));

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
    Answer after = new Answer.ContactChanged("user_1", "a@example.com", Map.of("plan", "pro"));
    server.log.answers = command -> Optional.of(FakeLog.applied(after));

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
    server.log.answers =
        command ->
            Optional.of(
                FakeLog.rejected(
                    Rejection.of(DecisionRejection.CONTACT_TOO_LARGE, Map.of("limit", 65_536))));

    Reply reply = put("{\"properties\":{\"a\":1}}");

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.error()).isEqualTo("expected a contact of at most 65536 bytes");
  }

  @Test
  void shouldEraseWithASaltOfItsOwnEachTime() {
    // given
    server.log.answers = command -> Optional.of(FakeLog.applied(new Answer.PersonErased(2)));

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
    server.log.answers =
        command -> Optional.of(FakeLog.rejected(ErasureRejection.CONTACT_NOT_FOUND));

    Reply reply = server.call("DELETE", "/v1/admin/contacts/user_1", null);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.error()).isEqualTo("Contact not found");
  }

  @Test
  void shouldReadWhatEventsOfTheTimelineSayFromTheLog() {
    // given
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("id", "e-1");
    event.put("event", "signed_up");
    event.put("properties", Map.of());
    event.put("source", null);
    server.engine.timeline.add(
        new TimelineView(
            "1", "transition", Given.NOW.plusSeconds(1), Map.of("id", "s-1"), null, null));
    server.engine.timeline.add(new TimelineView("2", "event", Given.NOW, event, 2, 17L));
    server.engine.timeline.add(new TimelineView("3", "event", Given.NOW, event, 2, 3L));
    server.log.store(
        new Place(2, 17),
        new CanonicalEvent(
            "u", "signed_up", "user_1", null, Map.of("plan", "pro"), null, "api", null));

    // when
    Reply reply = server.get("/v1/admin/contacts/user_1/timeline");
    JsonNode page =
        server.get("/v1/admin/contacts/user_1/timeline?type=event&limit=1&offset=1").json();

    // then
    assertThat(reply.text())
        .isEqualTo(
            "{\"timeline\":[{\"type\":\"transition\",\"timestamp\":\"2026-01-15T10:30:01.000Z\","
                + "\"data\":{\"id\":\"s-1\"}},"
                + "{\"type\":\"event\",\"timestamp\":\"2026-01-15T10:30:00.000Z\","
                + "\"data\":{\"id\":\"e-1\",\"event\":\"signed_up\","
                + "\"properties\":{\"plan\":\"pro\"},\"source\":\"api\"}},"
                + "{\"type\":\"event\",\"timestamp\":\"2026-01-15T10:30:00.000Z\","
                + "\"data\":{\"id\":\"e-1\",\"event\":\"signed_up\",\"properties\":{},"
                + "\"source\":null}}],\"total\":3,\"limit\":50,\"offset\":0}");
    assertThat(page.path("timeline")).hasSize(1);
    assertThat(page.path("total").asInt()).isEqualTo(2);
  }

  @Test
  void shouldRefuseATypeThatIsNone() {
    Reply reply = server.get("/v1/admin/contacts/user_1/timeline?type=mail");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains("'type'");
  }
}
