package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.journeys.registry.Journey.State;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.processor.query.Query;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.event.CanonicalEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  /** Persons of all partitions go this way through the branching journeys of this trigger. */
  private List<String> go(String trigger, String way, int count) {
    List<String> users = IntStream.range(0, count).mapToObj(i -> way + "_" + i).toList();
    users.forEach(user -> server.cluster.receive(user, trigger, Map.of("go", way)));
    return users;
  }

  /** What a provider says of a mail. */
  private void tell(SendAction mail, String event, Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("sendId", mail.sendId().toString());
    server.cluster.receive(mail.userId(), event, properties);
  }

  private void tell(SendAction mail, String event) {
    tell(mail, event, Map.of());
  }

  @Test
  void shouldShowTheFunnelOfAJourneyOverAllPartitions() {
    // given
    server.cluster.publish(
        Given.branching("mails", "go"), Given.plain("new", "x"), Given.branching("other", "more"));
    go("go", "send", 7);
    List<SendAction> sent = server.cluster.deliver();
    sent.subList(0, 5).forEach(mail -> tell(mail, "email.opened"));
    sent.subList(0, 2).forEach(mail -> tell(mail, "email.clicked"));
    server.cluster.receive("send_0", "go:out");
    server.cluster.after(Duration.ofHours(1));
    go("go", "end", 4);
    go("go", "fail", 3);
    go("go", "nap", 2);
    go("more", "end", 1);

    // then
    assertThat(server.get("/v1/admin/metrics/journeys/mails").text())
        .isEqualTo(
            "{\"enrolled\":16,\"emailSent\":7,\"emailOpened\":5,\"emailClicked\":2,"
                + "\"completed\":10,\"failed\":3,\"exited\":1}");
    assertThat(server.get("/v1/admin/metrics/journeys/new").text())
        .isEqualTo(
            "{\"enrolled\":0,\"emailSent\":0,\"emailOpened\":0,\"emailClicked\":0,"
                + "\"completed\":0,\"failed\":0,\"exited\":0}");
  }

  @Test
  void shouldShowInTheFunnelHowManyReachedTheGoal() {
    // given
    server.cluster.publish(
        """
        {"id": "aimed", "trigger": {"event": "x"}, "holdout": {"percent": 50},
         "goal": {"event": "paid", "window": {"days": 21}},
         "steps": [{"id": "done", "type": "complete"}]}
        """);
    List<String> users = Given.users(40);
    users.forEach(user -> server.cluster.receive(user, "x"));
    List<String> entered = users.stream().filter(this::hasEntered).toList();
    List<String> heldOut = users.stream().filter(user -> !hasEntered(user)).toList();
    assertThat(entered).hasSizeGreaterThan(5);
    assertThat(heldOut).hasSizeGreaterThan(5);

    // when
    entered.subList(0, 5).forEach(user -> server.cluster.receive(user, "paid"));
    heldOut.subList(0, 2).forEach(user -> server.cluster.receive(user, "paid"));

    // then
    assertThat(server.get("/v1/admin/metrics/journeys/aimed").json().path("goal").toString())
        .isEqualTo(
            "{\"reached\":5,\"heldOut\":%d,\"reachedByHeldOut\":2}".formatted(heldOut.size()));
  }

  private boolean hasEntered(String user) {
    Query.StatesOfPerson all = new Query.StatesOfPerson(user, "aimed", null);
    return server.cluster.ask(all, TestCluster.partitionOf(user)).total() == 1;
  }

  @Test
  void shouldHaveNoFunnelOfAJourneyThatIsNotThere() {
    TestServer.Reply reply = server.get("/v1/admin/metrics/journeys/nope");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text()).isEqualTo("{\"error\":\"Journey not found\"}");
  }

  @Test
  void shouldShowTheWholeOnOnePage() {
    // given
    server.cluster.publish(Given.branching("a", "go"), Given.branching("b", "more"));
    server.cluster.publish(Given.plain("off", "x"), State.ACTIVE, false);
    go("go", "send", 6);
    List<SendAction> sent = server.cluster.deliver();
    sent.subList(0, 5).forEach(mail -> tell(mail, "email.opened"));
    sent.subList(0, 3).forEach(mail -> tell(mail, "email.clicked"));
    server.cluster.receive("send_0", "go:out");
    go("go", "end", 4);
    go("more", "end", 3);
    go("go", "fail", 2);
    server.cluster.receive("active", "go", Map.of("go", "send"));
    server.cluster.appendBytes(0, null, new byte[] {1});

    // then
    assertThat(server.get("/v1/admin/metrics/overview").text())
        .isEqualTo(
            "{\"journeys\":{\"total\":3,\"enabled\":2},"
                + "\"instances\":{\"enrolled\":16,\"active\":1,\"waiting\":5,"
                + "\"completed\":7,\"failed\":2,\"exited\":1},"
                + "\"completionRate\":0.4375,"
                + "\"emails\":{\"sent\":6,\"opened\":5,\"clicked\":3},"
                + "\"contacts\":13,\"deadLetters\":{\"pending\":3}}");
  }

  @Test
  void shouldShowWhatBecameOfEachTemplatesMessages() {
    // given
    server.cluster.publish(new Template("a/new", "h", "S", null, null, "B"));
    server.cluster.publish(Given.branching("a", "go"));
    go("go", "send", 9);
    List<SendAction> sent = server.cluster.deliver();
    sent.subList(0, 7).forEach(mail -> tell(mail, "email.opened"));
    sent.subList(0, 5).forEach(mail -> tell(mail, "email.clicked"));
    sent.subList(0, 4).forEach(mail -> tell(mail, "email.complained"));
    sent.subList(4, 7)
        .forEach(mail -> tell(mail, "email.bounced", Map.of("bounceType", "permanent")));
    for (String user : List.of("fails_0", "fails_1")) {
      server.cluster.receive(user, "go", Map.of("go", "send"));
    }
    server.cluster.report(OutcomeCame.Result.failed, "no such address");
    server.cluster.receive(
        new CanonicalEvent(
            null, "go", "without-address", null, Map.of("go", "send"), null, "api", null));

    // then
    assertThat(server.get("/v1/admin/metrics/templates").text())
        .isEqualTo(
            "{\"templates\":[{\"key\":\"a/mail\",\"sent\":9,\"opened\":7,\"clicked\":5,"
                + "\"bounced\":3,\"complained\":4,\"failed\":2,\"skipped\":1},"
                + "{\"key\":\"a/new\",\"sent\":0,\"opened\":0,\"clicked\":0,"
                + "\"bounced\":0,\"complained\":0,\"failed\":0,\"skipped\":0}]}");
    server.engine.move(2);
    assertThat(server.get("/v1/admin/metrics/templates").status()).isEqualTo(503);
  }

  @Test
  void shouldShowNoTotalsWithAHole() {
    server.cluster.publish(Given.plain("a", "x"));
    server.engine.move(2);

    assertThat(server.get("/v1/admin/metrics/overview").status()).isEqualTo(503);
    assertThat(server.get("/v1/admin/metrics/journeys/a").status()).isEqualTo(503);
  }

  @Test
  void shouldAddUpAllPartitions() {
    // given
    server.cluster.publish(Given.WELCOME);
    for (String user : List.of("one", "two", "three", "four")) {
      server.cluster.receive(user, "user:created", Map.of("plan", "pro"));
    }
    server.cluster.deliver();
    server.cluster.after(Duration.ofDays(1));
    server.cluster.receive("five", "user:created", Map.of("plan", "pro"));
    server.cluster.report(OutcomeCame.Result.failed, "no such address");
    for (String user : List.of("six", "seven")) {
      server.cluster.receive(user, "user:created", Map.of("plan", "pro"));
      server.cluster.receive(user, "user:deleted");
    }
    server.cluster.receive("eight", "user:created", Map.of("plan", "pro"));
    server.cluster.deliver();
    server.cluster.receive("nine", "user:created", Map.of("plan", "pro"));

    // then
    assertThat(server.get("/v1/admin/metrics/journeys").text())
        .isEqualTo(
            "{\"journeys\":[{\"journeyId\":\"activation-welcome\","
                + "\"name\":\"Activation -- Welcome Series\",\"enrolled\":9,"
                + "\"completed\":4,\"failed\":1,\"exited\":2,\"active\":2,"
                + "\"completionRate\":0.4444,\"avgDurationSecs\":86400}]}");
  }

  @Test
  void shouldHaveNoAverageWhenNobodyHasCompleted() {
    // given
    server.cluster.publish(
        Given.plain("a", "x"),
        """
        {"id": "b", "trigger": {"event": "go"},
         "steps": [{"id": "ping", "type": "wait_for_event", "event": "ping", "timeout": {"days": 1},
                    "next": "done"},
                   {"id": "done", "type": "complete"}]}
        """);
    List<String> users = List.of("one", "two", "three");
    users.forEach(user -> server.cluster.receive(user, "go"));
    server.cluster.later(Duration.ofMillis(1_499));
    users.subList(0, 1).forEach(user -> server.cluster.receive(user, "ping"));
    server.cluster.later(Duration.ofMillis(1));
    users.subList(1, 2).forEach(user -> server.cluster.receive(user, "ping"));

    // when
    JsonNode journeys = server.get("/v1/admin/metrics/journeys").json().path("journeys");

    // then
    assertThat(journeys.path(0).path("completionRate").asDouble(-1)).isZero();
    assertThat(journeys.path(0).path("avgDurationSecs").isNull()).isTrue();
    assertThat(journeys.path(1).path("completionRate").asDouble()).isEqualTo(0.6667);
    assertThat(journeys.path(1).path("avgDurationSecs").asLong()).isEqualTo(1);
  }
}
