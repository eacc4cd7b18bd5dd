package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.TestServer.Reply;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HealthTest {

  @Test
  void shouldLiveWithoutAKeyWhateverElseIsNotReady() {
    try (TestServer server = TestServer.start(null, false, () -> false)) {
      server.engine.ready = false;

      assertThat(server.bare("GET", "/health/live", null).status()).isEqualTo(200);
    }
  }

  @Test
  void shouldSayWhyItIsNotReady() {
    AtomicBoolean applied = new AtomicBoolean();
    try (TestServer server = TestServer.start(null, false, applied::get)) {
      server.engine.ready = false;

      Reply reply = server.bare("GET", "/health/ready", null);

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.header("Retry-After")).isEqualTo("1");
      assertThat(reply.error()).isEqualTo("Not ready");
      assertThat(reply.json().path("reasons")).hasSize(2);

      server.engine.ready = true;
      assertThat(server.bare("GET", "/health/ready", null).json().path("reasons")).hasSize(1);

      applied.set(true);
      assertThat(server.bare("GET", "/health/ready", null).status()).isEqualTo(200);
    }
  }

  @Test
  void shouldDescribeItselfWithoutAKey() {
    try (TestServer server = TestServer.start()) {
      Reply reply = server.bare("GET", "/openapi.yaml", null);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text()).startsWith("openapi: 3.1");
    }
  }
}
