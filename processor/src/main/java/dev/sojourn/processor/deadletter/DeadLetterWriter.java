package dev.sojourn.processor.deadletter;

import dev.sojourn.journeys.decide.EventPart;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.topic.Headers;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes dead letters: records that cannot be processed, with their bytes and the reason. */
public final class DeadLetterWriter {

  public static final String INGEST = "ingest";

  /** The reason for an engine fault: deciding threw, and nothing was written. */
  public static final String ENGINE_ERROR = EventPart.EVENT.reason();

  public static final String JOURNEY = "journey";

  private static final Logger log = LoggerFactory.getLogger(DeadLetterWriter.class);

  /** A longer value is truncated: it would not fit through the broker again. */
  private static final int MAX_VALUE = 1024 * 1024;

  private static final int MAX_MESSAGE = 1024;

  private final RecordForwarder forwarder;

  public DeadLetterWriter(RecordForwarder forwarder) {
    this.forwarder = forwarder;
  }

  /** Writes a dead letter for a record that cannot be processed. */
  public void record(InputRecord stimulus, String source, String reason, String message) {
    log.warn(
        "dead letter: reason={} topic={} partition={} offset={}",
        reason,
        stimulus.topic(),
        stimulus.partition(),
        stimulus.offset());
    byte[] value = Objects.requireNonNullElse(stimulus.value(), new byte[0]);
    RecordHeaders headers = headers(source, reason, message);
    headers.add(Headers.SOURCE_TOPIC, Headers.bytes(stimulus.topic()));
    String place = stimulus.position();
    int dash = place.indexOf('-');
    headers.add(Headers.SOURCE_PARTITION, Headers.bytes(place.substring(0, dash)));
    headers.add(Headers.SOURCE_OFFSET, Headers.bytes(place.substring(dash + 1)));
    if (value.length > MAX_VALUE) {
      headers.add(Headers.CUT_FROM, Headers.bytes(value.length));
      value = Arrays.copyOf(value, MAX_VALUE);
    }
    forwarder.deadLetter(stimulus.key(), value, headers);
  }

  /** Writes a dead letter for a failed instance. */
  public void instance(
      String userId, String journeyId, String instance, String reason, @Nullable String message) {
    RecordHeaders headers = headers(JOURNEY, reason, String.valueOf(message));
    byte[] value =
        Json.bytes(Map.of("userId", userId, "journeyId", journeyId, "stateId", instance));
    forwarder.deadLetter(Headers.bytes(userId), value, headers);
  }

  private static RecordHeaders headers(String source, String reason, String message) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.SOURCE, Headers.bytes(source));
    headers.add(Headers.REASON, Headers.bytes(reason));
    headers.add(
        Headers.MESSAGE,
        Headers.bytes(
            message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message));
    return headers;
  }
}
