package dev.sojourn.delivery.template;

import dev.sojourn.topics.action.SendAction;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables available to templates. */
final class Variables {

  /** Set only when unsubscribe links are enabled. */
  static final String UNSUBSCRIBE_URL = "unsubscribe_url";

  private Variables() {}

  static Map<String, Object> of(SendAction action, @Nullable String unsubscribe) {
    Map<String, Object> event = new LinkedHashMap<>(action.context());
    // Documented names win over properties, which stay accessible under `properties`.
    event.put("name", action.event());
    event.put("properties", action.context());
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("id", action.userId());
    user.put(
        "email",
        action.channel().equals("email")
            ? action.to()
            : action.contact().getOrDefault("email", ""));
    Map<String, Object> journey = new LinkedHashMap<>();
    journey.put("id", action.journeyId());
    journey.put("name", action.journeyName());
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("user", user);
    all.put("contact", action.contact());
    all.put("event", event);
    all.put("journey", journey);
    if (unsubscribe != null) {
      all.put(UNSUBSCRIBE_URL, unsubscribe);
    }
    return all;
  }
}
