package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.processor.query.QueryResult.StateView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes, of which each owns half. */
class NodesTest {

  private final TestServer here = TestServer.start();
  private final TestServer there = here.another();

  @BeforeEach
  void givenTwoNodes() {
    here.cluster.publish(Given.WELCOME, Given.branching("branching", "go"));
    for (int partition = 0; partition < TestCluster.PARTITIONS; partition++) {
      if (partition % 2 == 0) {
        here.engine.give(partition, there.port());
      } else {
        there.engine.give(partition, here.port());
      }
    }
  }

  @AfterEach
  void stop() {
    there.close();
    here.close();
  }

  private void enter(String userId) {
    here.cluster.receive(userId, "user:created", Map.of("plan", "pro"));
    here.cluster.later(Duration.ofSeconds(1));
  }

  @Test
  void shouldGiveTheSameListWhicheverNodeIsAsked() {
    Given.users(30).forEach(this::enter);

    Reply first = here.get("/v1/admin/journeys/activation-welcome/states?limit=20&offset=5");
    Reply second = there.get("/v1/admin/journeys/activation-welcome/states?limit=20&offset=5");

    assertThat(first.json().path("total").asInt()).isEqualTo(30);
    assertThat(first.json().path("states")).hasSize(20);
    assertThat(first.text()).isEqualTo(second.text());
  }

  @Test
  void shouldFindAStateByItsIdOnTheOtherNode() {
    for (String user : Given.users(8)) {
      enter(user);
      StateView state = here.cluster.instance(user, "activation-welcome");

      assertThat(here.get("/v1/admin/journey-logs/" + state.id()).status()).isEqualTo(200);
      assertThat(there.get("/v1/admin/journey-logs/" + state.id()).status()).isEqualTo(200);
    }
  }

  @Test
  void shouldAddUpTheNumbersOfBoth() {
    enter(TestCluster.userOf(2));
    here.cluster.deliver();
    enter(TestCluster.userOf(1));

    JsonNode counts =
        here.get("/v1/admin/journeys/activation-welcome").json().path("journey").path("counts");

    assertThat(counts.path("active").asInt()).isEqualTo(1);
    assertThat(counts.path("waiting").asInt()).isEqualTo(1);
  }

  @Test
  void shouldAddUpTheTotalsOfBoth() {
    List<String> users = List.of(TestCluster.userOf(1), TestCluster.userOf(2));
    users.forEach(this::enter);
    users.forEach(user -> here.cluster.receive(user, "go", Map.of("go", "send")));
    here.cluster.deliver();
    here.cluster.receive(TestCluster.userOf(3), "signed_up");

    JsonNode overview = here.get("/v1/admin/metrics/overview").json();

    assertThat(overview.at("/emails/sent").asInt()).isEqualTo(4);
    assertThat(overview.at("/contacts").asInt()).isEqualTo(3);
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
    for (int partition = 0; partition < TestCluster.PARTITIONS; partition++) {
      here.engine.give(partition, there.port());
    }
    there.engine.takeAll();

    Reply reply = here.get("/v1/admin/journeys");

    assertThat(reply.json().path("journeys").findValuesAsText("id"))
        .containsExactly("activation-welcome", "branching");
    assertThat(reply.json().path("journeys").path(0).path("trigger").path("event").asText())
        .isEqualTo("user:created");
  }
}
