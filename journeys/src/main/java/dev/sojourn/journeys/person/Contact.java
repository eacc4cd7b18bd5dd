package dev.sojourn.journeys.person;

import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Contact properties of a person, as JSON values. */
public record Contact(Map<String, Object> properties) {

  public static final Contact UNKNOWN = new Contact(Map.of());

  public Contact {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /** The email address, null when unknown. */
  public @Nullable String email() {
    return properties.get("email") instanceof String email && !email.isBlank() ? email : null;
  }

  /** All properties except the address. */
  public Map<String, Object> besidesEmail() {
    Map<String, Object> others = new LinkedHashMap<>(properties);
    if (email() != null) {
      others.remove("email");
    }
    return Collections.unmodifiableMap(others);
  }

  /**
   * Applies a patch: removes, then sets absent properties, then overwrites.
   *
   * @return this same instance when nothing changes, so that nothing is written
   */
  public Contact patched(ContactPatch patch) {
    if (patch.isEmpty()) {
      return this;
    }
    Map<String, Object> changed = new LinkedHashMap<>(properties);
    patch.unset().forEach(changed::remove);
    patch.setOnce().forEach(changed::putIfAbsent);
    changed.putAll(patch.set());
    return Objects.equals(changed, properties) ? this : new Contact(changed);
  }
}
