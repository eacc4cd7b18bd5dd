package dev.sojourn.journeys.person;

import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of a person. Values are what JSON can hold. */
public record Contact(Map<String, Object> properties) {

  public static final Contact UNKNOWN = new Contact(Map.of());

  public Contact {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /** The address, null when none is known. */
  public @Nullable String email() {
    return properties.get("email") instanceof String email && !email.isBlank() ? email : null;
  }

  /** What is known besides the address. */
  public Map<String, Object> besidesEmail() {
    Map<String, Object> others = new LinkedHashMap<>(properties);
    if (email() != null) {
      others.remove("email");
    }
    return Collections.unmodifiableMap(others);
  }

  /**
   * Applies a patch: removes, then fills, then overwrites.
   *
   * @return this very contact when nothing changes, so that nothing is written
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
