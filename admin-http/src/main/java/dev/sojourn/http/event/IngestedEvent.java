package dev.sojourn.http.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.EmailAddresses;
import dev.sojourn.http.request.Times;
import dev.sojourn.journeys.decide.Limits;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.person.UserIds;
import dev.sojourn.topics.topic.Partitions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Event as the ingestion API accepts it.
 *
 * @param key by which repeats are recognised, null for none
 */
record IngestedEvent(CanonicalEvent canonical, @Nullable String key) {

  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "userId",
          "email",
          "eventProperties",
          "contactProperties",
          "idempotencyKey",
          "timestamp");

  private static final int MAX_NAME = 200;
  private static final int MAX_KEY = 200;

  /**
   * Reads an event.
   *
   * @param path of the event within the body, empty for the body itself
   * @param header the key from the request header, which takes precedence; null for none
   * @throws RefusedException naming the invalid field; with 413 when the event is too large
   */
  static IngestedEvent read(JsonNode node, String path, @Nullable String header) {
    EventFields fields = EventFields.of(node, path, FIELDS);
    String written = key(fields);
    String key = header == null ? written : header;
    CanonicalEvent event =
        new CanonicalEvent(
            key,
            name(fields),
            userId(fields),
            time(fields),
            properties(fields),
            email(fields),
            "api",
            null);
    if (event.bytes().length > Limits.EVENT) {
      throw RefusedException.tooLarge(
          "expected an event of at most %d bytes".formatted(Limits.EVENT));
    }
    return new IngestedEvent(event, key);
  }

  /** The id that the engine derives from the key. */
  String idByKey(String byKey) {
    return id(byKey);
  }

  /** The id that the engine derives from the position when there is no key. */
  String idByPlace(int partition, long offset) {
    return id(partition + "-" + offset);
  }

  private String id(String source) {
    String userId = canonical.distinctId();
    return EventIds.derive(Partitions.hash(userId), userId, source).toString();
  }

  private static @Nullable String key(EventFields fields) {
    String key = fields.optionalText("idempotencyKey");
    if (key != null && (key.isBlank() || key.length() > MAX_KEY)) {
      throw fields.invalid("idempotencyKey", "expected 1 to %d characters".formatted(MAX_KEY));
    }
    return key;
  }

  private static String name(EventFields fields) {
    String name = fields.text("name");
    if (name.length() > MAX_NAME) {
      throw fields.invalid("name", "expected 1 to %d characters".formatted(MAX_NAME));
    }
    return name;
  }

  private static String userId(EventFields fields) {
    String userId = fields.text("userId");
    UserIds.flaw(userId)
        .ifPresent(
            flaw -> {
              throw fields.invalid("userId", flaw);
            });
    return userId;
  }

  private static @Nullable String email(EventFields fields) {
    String email = fields.optionalText("email");
    if (email != null && !EmailAddresses.plausible(email)) {
      throw fields.invalid("email", "expected an email address, found '%s'".formatted(email));
    }
    return email;
  }

  private static @Nullable Instant time(EventFields fields) {
    String text = fields.optionalText("timestamp");
    return text == null
        ? null
        : Times.parse(text)
            .orElseThrow(
                () ->
                    fields.invalid(
                        "timestamp", "expected an ISO-8601 time, found '%s'".formatted(text)));
  }

  /** The event's own properties, with the contact properties under {@code $set}. */
  private static Map<String, Object> properties(EventFields fields) {
    Map<String, Object> own = fields.optionalObject("eventProperties");
    Map<String, Object> contact = fields.optionalObject("contactProperties");
    Map<String, Object> all = new LinkedHashMap<>(own == null ? Map.of() : own);
    if (contact != null && !contact.isEmpty()) {
      Map<String, Object> set = new LinkedHashMap<>();
      if (all.get("$set") instanceof Map<?, ?> written) {
        written.forEach((name, value) -> set.put(String.valueOf(name), value));
      }
      set.putAll(contact);
      all.put("$set", set);
    }
    return all;
  }
}
