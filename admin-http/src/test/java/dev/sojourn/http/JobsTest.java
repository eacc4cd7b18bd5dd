package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.processor.job.JobStore;
import dev.sojourn.topics.job.CancelJob;
import dev.sojourn.topics.job.JobProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobsTest {

  private static final String ID = "5f1c3f0e-1c0b-4c57-9d0b-7a9d2f0f6a11";
  private static final String JOB = "/v1/admin/jobs/" + ID;

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private void given(int partition, Instant createdAt, int cancelled, @Nullable Instant endedAt) {
    CancelJob job =
        new CancelJob(ID, "welcome", null, null, null, 100, Map.of(0, 3, 1, 4, 2, 5), "ada");
    server.engine.job.put(partition, new JobProgress(job, createdAt, cancelled, null, endedAt));
  }

  @Test
  void shouldBeDoneWhenEveryPartitionIs() {
    for (int partition = 0; partition < FakeEngine.PARTITIONS; partition++) {
      given(partition, Given.NOW, partition, Given.NOW.plusSeconds(partition));
    }

    JsonNode job = server.get(JOB).json().path("job");

    assertThat(job.path("status").asText()).isEqualTo("done");
    assertThat(job.path("cancelled").asInt()).isEqualTo(6);
    assertThat(job.path("matched").asInt()).isEqualTo(12);
    assertThat(job.path("endedAt").asText()).isEqualTo("2026-01-15T10:30:03.000Z");
  }

  @Test
  void shouldRunWhileOnePartitionIsAtWork() {
    for (int partition = 0; partition < FakeEngine.PARTITIONS; partition++) {
      given(partition, Given.NOW, 1, partition == 2 ? null : Given.NOW);
    }

    JsonNode job = server.get(JOB).json().path("job");

    assertThat(job.path("status").asText()).isEqualTo("running");
    assertThat(job.has("endedAt")).isFalse();
  }

  @Test
  void shouldRunWhileItHasNotReachedOnePartition() {
    for (int partition = 0; partition < FakeEngine.PARTITIONS - 1; partition++) {
      given(partition, Given.NOW, 1, Given.NOW);
    }

    JsonNode job = server.get(JOB).json().path("job");

    assertThat(job.path("status").asText()).isEqualTo("running");
    assertThat(job.path("cancelled").asInt()).isEqualTo(3);
    assertThat(job.has("endedAt")).isFalse();
  }

  @Test
  void shouldForgetAJobAsAWhole() {
    // given the first partition has forgotten it, and the others are about to
    for (int partition = 1; partition < FakeEngine.PARTITIONS; partition++) {
      given(partition, Given.NOW.minus(JobStore.RETENTION), 1, Given.NOW);
    }

    assertThat(server.get(JOB).status()).isEqualTo(404);

    // given it is not so old
    given(1, Given.NOW.minus(JobStore.RETENTION).plus(Duration.ofMillis(1)), 1, null);

    assertThat(server.get(JOB).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "5f1c3f0e-1c0b-4c57-9d0b-7a9d2f0f6a1",
        "5f1c3f0e-1c0b-4c57-9d0b-7a9d2f0f6a111",
        "5F1C3F0E-1C0B-4C57-9D0B-7A9D2F0F6A11",
        "1-1-1-1-1"
      })
  void shouldAskNobodyAboutWhatIsNoId(String id) {
    Reply reply = server.get("/v1/admin/jobs/" + id);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.error()).isEqualTo("Job not found");
    assertThat(server.engine.asked).isEmpty();
  }

  @Test
  void shouldAskEveryPartitionAboutAnId() {
    Reply reply = server.get(JOB);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(server.engine.asked).containsExactlyInAnyOrder(0, 1, 2, 3);
  }
}
