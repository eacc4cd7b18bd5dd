package dev.sojourn.processor.engine;

import dev.sojourn.topics.topic.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Events as they are appended, well-formed and otherwise. */
public interface HarnessEvents extends DrivenTask {

  /** Appends an event now. */
  default void when(String userId, String event, String properties) {
    whenAt(now(), userId, event, properties);
  }

  default void when(String userId, String event) {
    when(userId, event, "{}");
  }

  /** Appends an event with this append time. */
  default void whenAt(Instant intake, String userId, String event, String properties) {
    raw(
        intake,
        "{'event':'%s','distinct_id':'%s','properties':%s}".formatted(event, userId, properties));
  }

  default void raw(Instant intake, String json) {
    append(TOPICS.events(), new TestRecord<>(null, quoted(json), new RecordHeaders(), intake));
  }

  default void raw(byte @Nullable [] value, RecordHeaders headers) {
    append(TOPICS.events(), new TestRecord<>(Headers.bytes("key"), value, headers, now()));
  }

  /** Appends any record under a user's key. */
  default void raw(byte[] value, String userId) {
    append(
        TOPICS.events(),
        new TestRecord<>(Headers.bytes(userId), value, new RecordHeaders(), now()));
  }

  /** A record in PostHog's topic. */
  default void postHog(String json) {
    append(
        TOPICS.posthog(),
        new TestRecord<>(new byte[] {1}, quoted(json), new RecordHeaders(), now()));
  }

  private static byte[] quoted(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
