package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.processor.job.JobStore;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

  /** Twelve persons wait: three in each partition. */
  @BeforeEach
  void givenInstances() {
    server.cluster.publish(Given.branching("welcome", "go"));
    int[] left = {3, 3, 3, 3};
    for (String user : Given.users(100)) {
      if (left[TestCluster.partitionOf(user)]-- > 0) {
        server.cluster.receive(user, "go");
      }
    }
    server.cluster.later(Duration.ofSeconds(1));
    server.engine.asked.clear();
  }

  /** Cancels them all, and returns the path of the job. */
  private String cancelAll() {
    Reply reply = server.post("/v1/admin/journeys/welcome/states/cancel", "{\"limit\":100}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    return "/v1/admin/jobs/" + reply.json().at("/job/id").asText();
  }

  @Test
  void shouldBeDoneWhenEveryPartitionIs() {
    String path = cancelAll();
    server.cluster.stall(2);
    server.cluster.after(Duration.ofSeconds(1));
    server.cluster.resume(2);

    JsonNode job = server.get(path).json().path("job");

    assertThat(job.path("status").asText()).isEqualTo("done");
    assertThat(job.path("cancelled").asInt()).isEqualTo(12);
    assertThat(job.path("matched").asInt()).isEqualTo(12);
    assertThat(Instant.parse(job.path("endedAt").asText()))
        .as("when the last of them was done")
        .isEqualTo(server.cluster.now());
  }

  @Test
  void shouldRunWhileOnePartitionIsAtWork() {
    String path = cancelAll();
    server.cluster.stall(2);
    server.cluster.after(Duration.ofSeconds(1));

    JsonNode job = server.get(path).json().path("job");

    assertThat(job.path("status").asText()).isEqualTo("running");
    assertThat(job.path("cancelled").asInt()).isEqualTo(9);
    assertThat(job.has("endedAt")).isFalse();
  }

  @Test
  void shouldRunWhileItHasNotReachedOnePartition() {
    server.cluster.stall(2);
    String path = cancelAll();
    server.cluster.after(Duration.ofSeconds(1));

    JsonNode job = server.get(path).json().path("job");

    assertThat(job.path("status").asText()).isEqualTo("running");
    assertThat(job.path("cancelled").asInt()).isEqualTo(9);
    assertThat(job.has("endedAt")).isFalse();
  }

  @Test
  void shouldForgetAJobAsAWhole() {
    String path = cancelAll();
    for (int partition = 1; partition < TestCluster.PARTITIONS; partition++) {
      server.cluster.stall(partition);
    }

    // when it is not so old
    server.cluster.later(JobStore.RETENTION.minusMillis(1));

    // then
    assertThat(server.get(path).status()).isEqualTo(200);

    // when the others have yet to forget it
    server.cluster.later(Duration.ofMillis(1));

    // then
    assertThat(server.get(path).status()).isEqualTo(404);
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
