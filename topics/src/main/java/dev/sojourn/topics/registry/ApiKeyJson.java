package dev.sojourn.topics.registry;

import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.topics.json.InstantJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** API key as the API shows it: everything but its hash. */
public final class ApiKeyJson {

  private ApiKeyJson() {}

  /** Every member is always present; times are strings, null when unset. */
  public static Map<String, Object> of(ApiKey key) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", key.id());
    shown.put("name", key.name());
    shown.put("role", key.role() == null ? null : key.role().json());
    shown.put("scopes", key.scopes().stream().map(ApiKey.Scope::json).toList());
    shown.put("prefix", key.prefix());
    shown.put("createdAt", InstantJson.text(key.createdAt()));
    shown.put("createdBy", key.createdBy());
    shown.put("expiresAt", text(key.expiresAt()));
    shown.put("revokedAt", text(key.revokedAt()));
    return shown;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : InstantJson.text(time);
  }
}
