package dev.sojourn.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Journeys call servers that are there, and say so. */
@ExtendWith(OneSojourn.class)
final class WebhookIT {

  private final LiveSojourn sojourn;

  WebhookIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  @Test
  void shouldCallAServerThatIsBusyAtFirst() throws IOException {
    // given
    List<JsonNode> asked = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          asked.add(new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(asked.size() == 1 ? 503 : 204, -1);
          exchange.close();
        });
    server.start();
    try {
      sojourn.journey(
          """
          {"id": "calls", "trigger": {"event": "calls"}, "steps": [
            {"id": "tell", "type": "webhook", "url": "http://localhost:%d/hook",
             "body": {"stage": 2}, "next": "done"},
            {"id": "done", "type": "complete"}]}
          """
              .formatted(server.getAddress().getPort()));

      // when
      sojourn
          .topic()
          .send(
              "caller",
              "{\"event\": \"calls\", \"distinct_id\": \"caller\", \"email\": \"c@example.com\","
                  + " \"properties\": {\"plan\": \"pro\"}}");

      // then
      LiveSojourn.eventually(
          () ->
              assertThat(
                      sojourn
                          .get("/v1/admin/journeys/calls/states?status=completed")
                          .expect(200)
                          .get("total")
                          .asInt())
                  .isEqualTo(1));
    } finally {
      server.stop(0);
    }
    assertThat(asked).hasSize(2);
    assertThat(asked.get(1)).isEqualTo(asked.get(0));
    assertThat(asked.get(0).at("/journey/id").asText()).isEqualTo("calls");
    assertThat(asked.get(0).at("/step").asText()).isEqualTo("tell");
    assertThat(asked.get(0).at("/user/id").asText()).isEqualTo("caller");
    assertThat(asked.get(0).at("/user/email").asText()).isEqualTo("c@example.com");
    assertThat(asked.get(0).at("/event/properties/plan").asText()).isEqualTo("pro");
    assertThat(asked.get(0).at("/data/stage").asInt()).isEqualTo(2);
  }
}
