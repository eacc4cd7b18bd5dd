package dev.sojourn.http.contact;

import dev.sojourn.http.request.FieldChecks;
import dev.sojourn.http.request.InvalidFieldException;
import dev.sojourn.http.request.Patched;
import dev.sojourn.topics.command.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Request to change a contact. What is absent stays as it is, null removes it.
 *
 * @param properties without the email address
 */
record ContactRequest(@Nullable Patched<String> email, @Nullable Map<String, Object> properties) {

  private static final String EMAIL = "email";

  ContactRequest {
    if (properties != null && properties.containsKey(EMAIL)) {
      throw InvalidFieldException.of(
          "properties", "expected the address in the field 'email', found it here");
    }
    FieldChecks.email(EMAIL, Patched.valueOf(email));
    if (email == null && (properties == null || properties.isEmpty())) {
      throw InvalidFieldException.ofWhole(
          "expected at least one of [email, properties] with something in it");
    }
    properties = properties == null ? null : new LinkedHashMap<>(properties);
  }

  Command.ChangeContact change(String userId) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>();
    if (properties != null) {
      changed.putAll(properties);
    }
    if (email != null) {
      changed.put(EMAIL, email.value());
    }
    Map<String, Object> set = new LinkedHashMap<>();
    List<String> unset = new ArrayList<>();
    changed.forEach(
        (name, value) -> {
          if (value == null) {
            unset.add(name);
          } else {
            set.put(name, value);
          }
        });
    return new Command.ChangeContact(userId, set, unset);
  }
}
