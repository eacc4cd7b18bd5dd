package dev.sojourn.http.template;

import dev.sojourn.http.request.FieldChecks;
import dev.sojourn.http.request.InvalidFieldException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Request to preview a template, with made-up data or for a known person. Each field is null for
 * its default, so that a template can be previewed without giving each variable it prints.
 *
 * @param contact made-up properties of the person
 * @param userId of a known person, instead of {@code user} and {@code contact}
 */
record PreviewRequest(
    @Nullable User user,
    @Nullable Map<String, Object> contact,
    @Nullable Event event,
    @Nullable Journey journey,
    @Nullable String userId) {

  PreviewRequest {
    if (userId != null && (user != null || contact != null)) {
      throw InvalidFieldException.of("userId", "expected it, or 'user' and 'contact', found both");
    }
    FieldChecks.userId("userId", userId);
    contact = contact == null ? null : new LinkedHashMap<>(contact);
  }

  /** A made-up recipient. */
  record User(@Nullable String id, @Nullable String email) {}

  /** The trigger. */
  record Event(@Nullable String name, @Nullable Map<String, Object> properties) {

    Event {
      properties = properties == null ? null : new LinkedHashMap<>(properties);
    }
  }

  /** The journey that sends it. */
  record Journey(@Nullable String id, @Nullable String name) {}
}
