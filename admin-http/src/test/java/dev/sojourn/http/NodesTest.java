package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.processor.query.QueryResult.JourneyCounts;
import dev.sojourn.processor.query.QueryResult.StateView;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.topic.Partitions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes, of which each owns half. */
class NodesTest {

  private final TestServer here = TestServer.start();
  private final TestServer there = TestServer.start();

  @BeforeEach
  void givenTwoNodes() {
    here.engine.registry = Given.registry(Given.WELCOME);
    there.engine.registry = here.engine.registry;
    for (int partition = 0; partition < FakeEngine.PARTITIONS; partition++) {
      if (partition % 2 == 0) {
        here.engine.give(partition, there.port());
      } else {
        there.engine.give(partition, here.port());
      }
    }
  }

  @AfterEach
  void stop() {
    here.close();
    there.close();
  }

  private void given(StateView state) {
    boolean even = Partitions.of(state.userId(), FakeEngine.PARTITIONS) % 2 == 0;
    (even ? there : here).engine.states.add(state);
  }

  @Test
  void shouldGiveTheSameListWhicheverNodeIsAsked() {
    for (int i = 0; i < 30; i++) {
      given(Given.state("user_" + i, "activation-welcome", "waiting", Given.NOW.plusSeconds(i), i));
    }

    Reply first = here.get("/v1/admin/journeys/activation-welcome/states?limit=20&offset=5");
    Reply second = there.get("/v1/admin/journeys/activation-welcome/states?limit=20&offset=5");

    assertThat(first.json().path("total").asInt()).isEqualTo(30);
    assertThat(first.json().path("states")).hasSize(20);
    assertThat(first.text()).isEqualTo(second.text());
  }

  @Test
  void shouldFindAStateByItsIdOnTheOtherNode() {
    for (String user : Given.users(8)) {
      StateView state = Given.state(user, "activation-welcome", "waiting", Given.NOW, 1);
      given(state);

      assertThat(here.get("/v1/admin/journey-logs/" + state.id()).status()).isEqualTo(200);
      assertThat(there.get("/v1/admin/journey-logs/" + state.id()).status()).isEqualTo(200);
    }
  }

  @Test
  void shouldAddUpTheNumbersOfBoth() {
    here.engine.counts.put(1, Map.of("activation-welcome", new JourneyCounts(1, 0, 0, 0, 0, 0)));
    there.engine.counts.put(2, Map.of("activation-welcome", new JourneyCounts(0, 2, 0, 0, 0, 0)));

    JsonNode counts =
        here.get("/v1/admin/journeys/activation-welcome").json().path("journey").path("counts");

    assertThat(counts.path("active").asInt()).isEqualTo(1);
    assertThat(counts.path("waiting").asInt()).isEqualTo(2);
  }

  @Test
  void shouldAddUpTheTotalsOfBoth() {
    here.engine.totals.put(1, Map.of("a", Map.of("email_sent", 3L), "", Map.of("contacts", 1L)));
    there.engine.totals.put(2, Map.of("a", Map.of("email_sent", 4L), "", Map.of("contacts", 1L)));

    JsonNode overview = here.get("/v1/admin/metrics/overview").json();

    assertThat(overview.at("/emails/sent").asInt()).isEqualTo(7);
    assertThat(overview.at("/contacts").asInt()).isEqualTo(2);
  }

  @Test
  void shouldNeverShowAPartOfAListWhenTheOtherNodeCannotAnswer() {
    there.engine.move(2);

    Reply reply = here.get("/v1/admin/journeys/activation-welcome/states");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void shouldTellWhenTheOtherNodeIsGone() {
    there.close();

    assertThat(here.get("/v1/admin/journeys").status()).isEqualTo(503);
  }

  @Test
  void shouldTellWhenNobodyHasAPartition() {
    here.engine.drop(3);

    Reply reply = here.get("/v1/admin/journeys");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.error()).contains("partition 3");
  }

  @Test
  void shouldNotHopTwice() {
    there.engine.give(0, here.port());

    assertThat(here.get("/v1/admin/journeys").status()).isEqualTo(503);
    assertThat(here.engine.asked).containsOnly(1, 3);
  }

  @Test
  void shouldReadTheRegistryOfTheOtherNodeWhileItOwnsNothing() {
    here.engine.registry = null;
    for (int partition = 0; partition < FakeEngine.PARTITIONS; partition++) {
      here.engine.give(partition, there.port());
    }
    there.engine.takeAll();
    Journey journey = Given.registry(Given.WELCOME).journey("activation-welcome").orElseThrow();
    there.engine.entries.add(RegistryEntry.of(journey));
    there.engine.entries.add(
        RegistryEntry.of(
            Given.registry(Given.WELCOME).version("activation-welcome", 1).orElseThrow()));

    Reply reply = here.get("/v1/admin/journeys");

    assertThat(reply.json().path("journeys").findValuesAsText("id"))
        .containsExactly("activation-welcome");
    assertThat(reply.json().path("journeys").path(0).path("trigger").path("event").asText())
        .isEqualTo("user:created");
  }
}
