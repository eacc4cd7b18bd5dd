package dev.sojourn.topics.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.topics.topic.TopicPlan.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionsTest {

  private static final Spec NONE = new Spec("", 0, Map.of());

  @ParameterizedTest
  @ValueSource(strings = {"ada", "bob", "", "é🦋", "user_abc123", "0195e8a0", "x", "21"})
  void shouldAgreeWithKafkasDefaultPartitioner(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    for (int count : List.of(1, 4, 7, 16, 1024)) {
      int expected = BuiltInPartitioner.partitionForKey(bytes, count);
      assertThat(Partitions.of(key, count)).isEqualTo(expected);
      assertThat(Partitions.ofHash(Partitions.hash(key), count)).isEqualTo(expected);
    }
  }

  @Test
  void shouldReadTheLastHeaderAndNothingThatIsNoNumber() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("n", Headers.bytes(1)).add("n", Headers.bytes(12));
    headers.add("bad", Headers.bytes("-1")).add("long", Headers.bytes("9".repeat(10)));
    headers.add("null", null);

    assertThat(Headers.number(headers, "n")).contains(12);
    assertThat(Headers.text(headers, "n")).contains("12");
    assertThat(Headers.number(headers, "bad")).isEmpty();
    assertThat(Headers.number(headers, "long")).isEmpty();
    assertThat(Headers.text(headers, "null")).isEmpty();
    assertThat(Headers.number(headers, "none")).isEmpty();
  }

  @Test
  void shouldPlanEveryTopicOfAPrefix() {
    Topics topics = new Topics("sojourn");
    Map<String, Spec> specs =
        new TopicPlan(topics, 4, (short) 1)
            .specs().stream().collect(Collectors.toMap(Spec::name, spec -> spec));

    assertThat(specs.keySet()).containsExactlyInAnyOrderElementsOf(topics.all());
    assertThat(topics.all())
        .contains("sojourn.events", "sojourn.dead-letters", "sojourn.posthog", "sojourn.results");
    assertThat(specs.values())
        .allSatisfy(
            spec ->
                assertThat(spec.settings())
                    .containsEntry("message.timestamp.type", "LogAppendTime")
                    .containsEntry("max.message.bytes", "2097152"));
    specs.forEach(
        (name, spec) ->
            assertThat(spec.partitions())
                .as(name)
                .isEqualTo(name.equals("sojourn.results") ? 8 : 4));
    Map<String, Duration> retention =
        Map.of(
            "events", Duration.ofDays(90),
            "posthog", Duration.ofDays(7),
            "control", Duration.ofDays(30),
            "outcomes", Duration.ofDays(7),
            "actions", Duration.ofDays(7),
            "results", Duration.ofHours(1),
            "journal", Duration.ofDays(30),
            "dead-letters", Duration.ofDays(30));
    retention.forEach(
        (name, time) ->
            assertThat(specs.getOrDefault("sojourn." + name, NONE).settings())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", Long.toString(time.toMillis())));
    assertThat(specs.getOrDefault("sojourn.registry", NONE).settings())
        .containsEntry("cleanup.policy", "compact")
        .doesNotContainKey("retention.ms");
  }

  @Test
  void shouldRefuseAnImpossiblePlan() {
    assertThatThrownBy(() -> new TopicPlan(new Topics("x"), 0, (short) 1))
        .hasMessageContaining("for key 'partitions', found 0");
    assertThatThrownBy(() -> new Topics("Bad Prefix")).hasMessageContaining("'topic prefix'");
  }
}
