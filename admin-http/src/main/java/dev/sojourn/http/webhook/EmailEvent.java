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
 * What somebody tells of a mail.
 *
 * @param key what tells it from all others of its kind: told again, it counts once
 * @param at when it was, null for now
 * @param details what is told besides, such as the {@code url}
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
   * As an event of the person.
   *
   * @param mail what we know of the mail ourselves
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
