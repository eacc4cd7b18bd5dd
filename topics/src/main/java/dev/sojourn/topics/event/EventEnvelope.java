package dev.sojourn.topics.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.sojourn.journeys.decide.Limits;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.json.MalformedJson;
import dev.sojourn.topics.person.UserIds;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Canonical event as stored in the log: PostHog's raw event. The envelope is parsed at once, the
 * properties only on demand, since most events concern no journey. By hand, since every event comes
 * this way: its cost is measured.
 *
 * <p>Not thread-safe.
 */
public final class EventEnvelope {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build())
          .build();

  /** For producers' JSON: of duplicate keys the last counts, as in JavaScript. */
  private static final ObjectReader OBJECT = Json.lenient().readerFor(Map.class);

  private static final ObjectReader LIST = Json.lenient().readerFor(List.class);

  private static final int MAX_NAME = 200;

  private final byte[] bytes;
  private @Nullable String uuid;
  private @Nullable String event;
  private @Nullable String distinctId;
  private @Nullable Instant timestamp;
  private @Nullable String email;
  private @Nullable String source;
  private boolean historical;
  private boolean changesContact;
  private int propertiesFrom;
  private int propertiesTo;
  private @Nullable Map<String, Object> properties;
  private Map<String, Object> set = Map.of();
  private Map<String, Object> setOnce = Map.of();
  private List<?> unset = List.of();

  private EventEnvelope(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Decodes an envelope. Unknown fields are ignored, since producers have their own.
   *
   * @throws InvalidRecordException when it is not a JSON object, too large, or lacks a name or an
   *     id
   */
  public static EventEnvelope decode(byte @Nullable [] value) throws InvalidRecordException {
    if (value == null) {
      throw new InvalidRecordException("invalid_event", "expected an event, found an empty record");
    }
    if (value.length > Limits.EVENT) {
      throw new InvalidRecordException(
          "event_too_large",
          "expected an event of at most %d bytes, found %d".formatted(Limits.EVENT, value.length));
    }
    EventEnvelope envelope = new EventEnvelope(value);
    try (JsonParser json = FACTORY.createParser(value)) {
      envelope.read(json);
    } catch (JsonProcessingException e) {
      throw new InvalidRecordException(
          "invalid_json", "expected a JSON object, found " + MalformedJson.text(e));
    } catch (IOException e) {
      throw new InvalidRecordException("invalid_json", "expected a JSON object");
    }
    envelope.check();
    return envelope;
  }

  /** The whole record as stored in the log; not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  private void read(JsonParser json) throws IOException, InvalidRecordException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new InvalidRecordException("invalid_json", "expected a JSON object");
    }
    if (json.currentTokenLocation().getByteOffset() < 0) {
      // The parser detects UTF-16 and UTF-32, but then has no byte offsets for the properties.
      throw new InvalidRecordException("invalid_json", "expected a JSON object in UTF-8");
    }
    String field = json.nextFieldName();
    while (field != null) {
      JsonToken token = json.nextToken();
      switch (field) {
        case "uuid" -> uuid = id(json, field);
        case "event" -> event = text(json, field);
        case "distinct_id" -> distinctId = id(json, field);
        case "timestamp" -> timestamp = time(text(json, field));
        case "email" -> email = text(json, field);
        case "source" -> source = text(json, field);
        case "historical_migration" -> {
          historical = token == JsonToken.VALUE_TRUE;
          json.skipChildren();
        }
        case "$set" -> set = Objects.requireNonNullElse(object(json, field), Map.of());
        case "$set_once" -> setOnce = Objects.requireNonNullElse(object(json, field), Map.of());
        case "$unset" -> unset = Objects.requireNonNullElse(list(json), List.of());
        case "properties" -> passOver(json, token);
        default -> json.skipChildren();
      }
      field = json.nextFieldName();
    }
    if (json.nextToken() != null) {
      throw new InvalidRecordException("invalid_json", "expected one JSON object, found more");
    }
    changesContact |= !set.isEmpty() || !setOnce.isEmpty() || !unset.isEmpty();
  }

  /** Records the byte range of the properties, and whether they change the contact. */
  private void passOver(JsonParser json, JsonToken token)
      throws IOException, InvalidRecordException {
    propertiesTo = 0;
    propertiesFrom = 0;
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    if (token != JsonToken.START_OBJECT) {
      throw new InvalidRecordException(
          "invalid_event", "expected an object for key 'properties', found " + token);
    }
    propertiesFrom = (int) json.currentTokenLocation().getByteOffset();
    String name = json.nextFieldName();
    while (name != null) {
      changesContact |= name.startsWith("$") && isPatch(name);
      json.nextToken();
      json.skipChildren();
      name = json.nextFieldName();
    }
    propertiesTo = (int) json.currentLocation().getByteOffset();
  }

  private static boolean isPatch(String name) {
    return name.equals("$set") || name.equals("$set_once") || name.equals("$unset");
  }

  private static @Nullable String text(JsonParser json, String field)
      throws IOException, InvalidRecordException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != JsonToken.VALUE_STRING) {
      throw new InvalidRecordException(
          "invalid_event", "expected a text for key '%s', found %s".formatted(field, token));
    }
    return json.getText();
  }

  /** Some producers write their ids as numbers. */
  private static @Nullable String id(JsonParser json, String field)
      throws IOException, InvalidRecordException {
    return json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getText() : text(json, field);
  }

  private static @Nullable Map<String, Object> object(JsonParser json, String field)
      throws IOException, InvalidRecordException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new InvalidRecordException(
          "invalid_event", "expected an object for key '%s'".formatted(field));
    }
    return asObject(OBJECT.readValue(json, Map.class));
  }

  private static @Nullable List<?> list(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return null;
    }
    return LIST.readValue(json, List.class);
  }

  private static @Nullable Instant time(@Nullable String text) throws InvalidRecordException {
    if (text == null || text.isBlank()) {
      return null;
    }
    return EventTimes.parse(text)
        .orElseThrow(
            () ->
                new InvalidRecordException(
                    "invalid_timestamp",
                    "expected an ISO-8601 time for key 'timestamp', found '%s'".formatted(text)));
  }

  private void check() throws InvalidRecordException {
    if (event == null || event.isBlank()) {
      throw new InvalidRecordException(
          "invalid_event", "expected an event's name for key 'event', found none");
    }
    if (event.length() > MAX_NAME) {
      throw new InvalidRecordException(
          "invalid_event", "expected at most %d characters for key 'event'".formatted(MAX_NAME));
    }
    if (distinctId == null) {
      throw new InvalidRecordException(
          "invalid_user_id", "expected a user id for key 'distinct_id', found none");
    }
    Optional<String> flaw = UserIds.flaw(distinctId);
    if (flaw.isPresent()) {
      throw new InvalidRecordException("invalid_user_id", flaw.get() + " for key 'distinct_id'");
    }
  }

  /** The producer's id, null when absent. */
  public @Nullable String uuid() {
    return uuid == null || uuid.isBlank() ? null : uuid;
  }

  public String event() {
    return Objects.requireNonNull(event);
  }

  public String userId() {
    return Objects.requireNonNull(distinctId);
  }

  /** The producer's timestamp, null when absent. */
  public @Nullable Instant timestamp() {
    return timestamp;
  }

  /** The address that came with the event, null when absent or empty. */
  public @Nullable String email() {
    return email == null || email.isBlank() ? null : email;
  }

  public String source() {
    return source == null ? "kafka" : source;
  }

  public boolean historical() {
    return historical;
  }

  /** Whether it changes the contact. */
  public boolean changesContact() {
    return changesContact || email() != null;
  }

  /** The properties without the contact changes; parsed at the first call. */
  public Map<String, Object> properties() {
    if (properties == null) {
      readProperties();
    }
    return Objects.requireNonNull(properties);
  }

  /** The contact changes. */
  public ContactPatch contactPatch() {
    properties();
    Map<String, Object> all = set;
    if (email() != null) {
      all = new LinkedHashMap<>(set);
      all.put("email", Objects.requireNonNull(email()));
    }
    return new ContactPatch(
        all,
        setOnce,
        unset.stream().filter(String.class::isInstance).map(String.class::cast).toList());
  }

  private void readProperties() {
    Map<String, Object> all = new LinkedHashMap<>();
    if (propertiesTo > propertiesFrom) {
      try {
        all.putAll(OBJECT.readValue(bytes, propertiesFrom, propertiesTo - propertiesFrom));
      } catch (IOException e) {
        throw new IllegalStateException("expected the properties that were read a moment ago", e);
      }
    }
    set = merged(set, all.remove("$set"));
    setOnce = merged(setOnce, all.remove("$set_once"));
    if (all.remove("$unset") instanceof List<?> names) {
      unset = names;
    }
    properties = all;
  }

  private static Map<String, Object> merged(Map<String, Object> outer, @Nullable Object inner) {
    if (!(inner instanceof Map<?, ?> more)) {
      return outer;
    }
    Map<String, Object> both = new LinkedHashMap<>(asObject(more));
    both.putAll(outer);
    return both;
  }

  @SuppressWarnings("unchecked") // JSON object keys are always strings
  private static Map<String, Object> asObject(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
