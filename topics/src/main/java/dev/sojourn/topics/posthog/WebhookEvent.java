package dev.sojourn.topics.posthog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sojourn.journeys.event.Digest;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.event.EventTimes;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.person.UserIds;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One event of a webhook body.
 *
 * @param event the node with its fields
 * @param person the person as PostHog knew it at the time of the event, missing when it was not
 *     sent
 */
record WebhookEvent(JsonNode event, JsonNode person) {

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  /** Sorted keys, so that two layouts of one body have one hash. */
  private static final ObjectWriter SORTED =
      Json.mapper().writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private static final int MAX_NAME = 200;

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  static WebhookEvent of(JsonNode element) throws InvalidRecordException {
    if (!element.isObject()) {
      throw invalid("expected an object");
    }
    JsonNode nested = element.path("event");
    JsonNode person = element.path("person");
    return new WebhookEvent(
        nested.isObject() ? nested : element,
        person.isObject() ? person : MissingNode.getInstance());
  }

  CanonicalEvent canonical() throws InvalidRecordException {
    CanonicalEvent keyless =
        new CanonicalEvent(
            null, name(), userId(), timestamp(), properties(), email(), "posthog", null);
    String uuid = text(event.path("uuid"));
    return new CanonicalEvent(
        uuid == null ? hash(keyless) : uuid,
        keyless.event(),
        keyless.distinctId(),
        keyless.timestamp(),
        keyless.properties(),
        keyless.email(),
        keyless.source(),
        null);
  }

  private String name() throws InvalidRecordException {
    String name = text(event.path("event"));
    if (name == null) {
      name = text(event.path("name"));
    }
    if (name == null) {
      throw invalid("expected an event's name for key 'event.event'");
    }
    if (name.length() > MAX_NAME) {
      throw invalid("expected at most %d characters for key 'event.event'".formatted(MAX_NAME));
    }
    return name;
  }

  private String userId() throws InvalidRecordException {
    String id =
        Stream.of(
                event.path("distinct_id"),
                person.path("distinct_id"),
                person.path("id"),
                person.path("uuid"))
            .filter(JsonNode::isValueNode)
            .filter(node -> !node.isNull())
            .map(JsonNode::asText)
            .findFirst()
            .orElseThrow(() -> invalid("expected a user id for key 'event.distinct_id'"));
    Optional<String> flaw = UserIds.flaw(id);
    if (flaw.isPresent()) {
      throw invalid(flaw.get() + " for key 'event.distinct_id'");
    }
    return id;
  }

  /** Event time; null when it cannot be parsed, since the event is worth more than its time. */
  private @Nullable Instant timestamp() {
    String text = text(event.path("timestamp"));
    return text == null
        ? null
        : EventTimes.parse(text)
            .filter(time -> !time.isBefore(FIRST) && !time.isAfter(LAST))
            .orElse(null);
  }

  private @Nullable String email() {
    JsonNode email = person.path("properties").path("email");
    return email.isTextual() && !email.asText().isBlank() ? email.asText() : null;
  }

  /**
   * The event's properties and contact changes: {@code $set} of the event overrides the person
   * snapshot.
   */
  private Map<String, Object> properties() {
    Map<String, Object> all = object(event.path("properties"));
    Map<String, Object> set = object(person.path("properties"));
    set.putAll(object(event.path("properties").path("$set")));
    set.putAll(object(event.path("$set")));
    putUnlessEmpty(all, "$set", set);
    Map<String, Object> setOnce = object(event.path("properties").path("$set_once"));
    setOnce.putAll(object(event.path("$set_once")));
    putUnlessEmpty(all, "$set_once", setOnce);
    if (event.path("$unset").isArray()) {
      all.put("$unset", Json.mapper().convertValue(event.path("$unset"), List.class));
    }
    return all;
  }

  private static void putUnlessEmpty(
      Map<String, Object> all, String name, Map<String, Object> value) {
    all.remove(name);
    if (!value.isEmpty()) {
      all.put(name, value);
    }
  }

  private static Map<String, Object> object(JsonNode node) {
    return node.isObject()
        ? new LinkedHashMap<>(Json.mapper().convertValue(node, OBJECT))
        : new LinkedHashMap<>();
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() && !node.asText().isBlank() ? node.asText() : null;
  }

  private static String hash(CanonicalEvent event) {
    try {
      String json = SORTED.writeValueAsString(event);
      return "sha256-%016x%016x".formatted(parts(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected an event to be writable as JSON", e);
    }
  }

  private static Object[] parts(String json) {
    var digest = Digest.of(json);
    return new Object[] {digest.getLong(), digest.getLong()};
  }

  private static InvalidRecordException invalid(String message) {
    return new InvalidRecordException("invalid_payload", message);
  }
}
