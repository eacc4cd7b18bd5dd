package dev.sojourn.topics.posthog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kafka record written by PostHog or a compatible producer. Its format is recognised by its shape:
 * capture's ({@code data} is an event as a string), ingestion's for ClickHouse ({@code properties}
 * is a string), a webhook body, a batch, or a plain event.
 */
public final class PostHogRecord {

  private static final ObjectMapper MAPPER = Json.lenient();

  private PostHogRecord() {}

  /**
   * The result for one event of a record.
   *
   * @param event null when it is invalid
   * @param flaw why it is invalid, null when it is valid
   */
  public record Read(@Nullable CanonicalEvent event, @Nullable InvalidRecordException flaw) {}

  /**
   * Parses a record; an invalid event does not affect the others.
   *
   * @throws InvalidRecordException when the record is not JSON at all
   */
  public static List<Read> read(byte @Nullable [] value) throws InvalidRecordException {
    if (value == null) {
      throw new InvalidRecordException("invalid_json", "expected JSON, found an empty record");
    }
    List<Read> events = new ArrayList<>();
    collect(parse(value), false, events);
    return events;
  }

  private static JsonNode parse(byte[] json) throws InvalidRecordException {
    try {
      JsonNode node = MAPPER.readTree(json);
      if (node != null && (node.isObject() || node.isArray())) {
        return node;
      }
    } catch (IOException e) {
      throw new InvalidRecordException("invalid_json", "expected JSON");
    }
    throw new InvalidRecordException("invalid_json", "expected a JSON object or array");
  }

  private static void collect(JsonNode node, boolean historical, List<Read> into) {
    if (node.isArray()) {
      node.forEach(element -> collect(element, historical, into));
      return;
    }
    boolean old = historical || node.path("historical_migration").asBoolean(false);
    if (node.path("batch").isArray()) {
      node.path("batch").forEach(element -> collect(element, old, into));
      return;
    }
    try {
      CanonicalEvent event = WebhookEvent.of(plain(node)).canonical();
      into.add(new Read(old ? asHistorical(event) : event, null));
    } catch (InvalidRecordException e) {
      into.add(new Read(null, e));
    }
  }

  /** Converts any of the formats to that of a webhook body. */
  private static JsonNode plain(JsonNode node) throws InvalidRecordException {
    if (node.path("data").isTextual()) {
      return captured(node);
    }
    return node.path("properties").isTextual() ? ingested(node) : node;
  }

  /** Capture's format: uuid and distinct_id of the envelope override those of the event inside. */
  private static JsonNode captured(JsonNode node) throws InvalidRecordException {
    JsonNode inner = inner(node.path("data"), "data");
    ObjectNode event =
        inner.isObject() ? ((ObjectNode) inner).deepCopy() : MAPPER.createObjectNode();
    for (String field : List.of("uuid", "distinct_id")) {
      if (node.path(field).isTextual()) {
        event.set(field, node.path(field));
      }
    }
    for (String field : List.of("event", "timestamp")) {
      if (!event.path(field).isTextual() && node.path(field).isTextual()) {
        event.set(field, node.path(field));
      }
    }
    return event;
  }

  /** Ingestion's format for ClickHouse: objects as strings, the person as of the event. */
  private static JsonNode ingested(JsonNode node) throws InvalidRecordException {
    ObjectNode event = ((ObjectNode) node).deepCopy();
    event.set("properties", inner(node.path("properties"), "properties"));
    ObjectNode person = MAPPER.createObjectNode();
    if (node.path("person_properties").isTextual()) {
      person.set("properties", inner(node.path("person_properties"), "person_properties"));
    }
    ObjectNode both = MAPPER.createObjectNode();
    both.set("event", event);
    both.set("person", person);
    return both;
  }

  private static JsonNode inner(JsonNode text, String field) throws InvalidRecordException {
    if (text.asText().isBlank()) {
      return MAPPER.createObjectNode();
    }
    try {
      return MAPPER.readTree(text.asText());
    } catch (JsonProcessingException e) {
      throw new InvalidRecordException(
          "invalid_json", "expected JSON in the text of key '%s'".formatted(field));
    }
  }

  private static CanonicalEvent asHistorical(CanonicalEvent event) {
    return new CanonicalEvent(
        event.uuid(),
        event.event(),
        event.distinctId(),
        event.timestamp(),
        event.properties(),
        event.email(),
        event.source(),
        true);
  }
}
