package dev.sojourn.http.webhook;

import dev.sojourn.journeys.event.Digest;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.event.CanonicalEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reported event of an email.
 *
 * @param key distinguishes it from others of its type: a repeated report counts once
 * @param at when it happened, null for now
 * @param details further properties, such as the {@code url}
 */
public record EmailEvent(
    EmailEventType fact,
    SendId send,
    List<String> key,
    @Nullable Instant at,
    Map<String, Object> details) {

  private static final String SOURCE = "email";

  public EmailEvent {
    key = List.copyOf(key);
    details = new LinkedHashMap<>(details);
  }

  /**
   * Converts it to an event of the person.
   *
   * @param mail what we know of the email ourselves
   */
  CanonicalEvent of(String userId, SentEmail mail) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("sendId", send.toString());
    if (mail.template() != null) {
      properties.put("template", mail.template());
    }
    if (mail.journeyId() != null) {
      properties.put("journeyId", mail.journeyId());
    }
    properties.putAll(details);
    return new CanonicalEvent(uuid(), fact.event(), userId, at, properties, null, SOURCE, null);
  }

  private String uuid() {
    String[] parts = new String[key.size() + 2];
    parts[0] = fact.event();
    parts[1] = send.toString();
    for (int i = 0; i < key.size(); i++) {
      parts[i + 2] = key.get(i);
    }
    ByteBuffer digest = Digest.of(parts);
    return new UUID(digest.getLong(), digest.getLong()).toString();
  }
}
