package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.topics.event.CanonicalEvent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a key of a caller stands for: one call, however often it is made. */
class IdempotencyTest {

  private static final String KEY = "Idempotency-Key";
  private static final String ENROLMENT = "{\"userId\":\"ada\",\"userEmail\":\"a@example.com\"}";

  private final TestServer server = TestServer.start();

  @BeforeEach
  void givenTwoJourneys() {
    server.cluster.publish(Given.plain("one", "x"), Given.plain("two", "x"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<String> ids() {
    return server.log.given.stream().map(TestLog.Given::id).toList();
  }

  @Test
  void shouldBeOneWriteHoweverOftenItIsAskedFor() {
    Reply first = server.call("POST", "/v1/admin/journeys/one/hold", null, KEY, "k");
    Reply again = server.call("POST", "/v1/admin/journeys/%6Fne/hold/", null, KEY, "k");

    assertThat(ids()).hasSize(2).containsOnly(ids().get(0));
    assertThat(ids().get(0)).hasSize(36);
    assertThat(first.header("Sojourn-Command-Id")).isEqualTo("k");
    assertThat(again.header("Sojourn-Command-Id")).isEqualTo("k");
  }

  @Test
  void shouldBeAnotherWriteUnderAnotherPathOrMethod() {
    server.call("POST", "/v1/admin/journeys/one/hold", null, KEY, "k");
    server.call("POST", "/v1/admin/journeys/two/hold", null, KEY, "k");
    server.call("POST", "/v1/admin/journeys/one/release", null, KEY, "k");
    server.call("POST", "/v1/admin/hold", null, KEY, "k");
    server.call("PUT", "/v1/admin/contacts/one", "{\"properties\":{\"a\":1}}", KEY, "k");
    server.call("DELETE", "/v1/admin/contacts/one", null, KEY, "k");

    assertThat(ids()).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void shouldEnrolIntoEachJourneyUnderOneKey() {
    server.post("/v1/admin/journeys/one/enroll", ENROLMENT, KEY, "k");
    server.post("/v1/admin/journeys/one/enroll", ENROLMENT, KEY, "k");
    server.post("/v1/admin/journeys/two/enroll", ENROLMENT, KEY, "k");

    List<String> keys = server.log.appended.stream().map(CanonicalEvent::uuid).toList();
    assertThat(keys).hasSize(3);
    assertThat(keys.get(1)).isEqualTo(keys.get(0));
    assertThat(keys.get(2)).isNotEqualTo(keys.get(0));
  }

  @Test
  void shouldBeTheSameWriteUnderTheKeyThatTheAnswerNamed() {
    Reply first = server.call("POST", "/v1/admin/hold", null);

    server.call("POST", "/v1/admin/hold", null, KEY, first.header("Sojourn-Command-Id"));

    assertThat(ids().get(1)).isEqualTo(ids().get(0));
  }

  @Test
  void shouldSayThatTheKeyWasUsedWithoutTheIdThatTheEngineKnows() {
    // given
    server.call("POST", "/v1/admin/release", "{\"perSecond\":1}", KEY, "k");

    // when
    Reply reply = server.call("POST", "/v1/admin/release", "{\"perSecond\":2}", KEY, "k");

    // then
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.error()).isEqualTo("Idempotency-Key was used for another request");
  }
}
