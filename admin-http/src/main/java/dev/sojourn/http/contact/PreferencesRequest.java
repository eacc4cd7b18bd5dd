package dev.sojourn.http.contact;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.sojourn.http.request.Expected;
import dev.sojourn.http.request.FieldChecks;
import dev.sojourn.http.request.InvalidFieldException;
import dev.sojourn.http.request.Patched;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Request to change preferences. What is absent stays as it is; null is refused, since ignoring it
 * would not be what the caller meant.
 *
 * @param categories false opts out of the category
 */
record PreferencesRequest(
    @Nullable Patched<String> email,
    @Nullable Patched<Boolean> unsubscribedAll,
    @Nullable Patched<Boolean> suppressed,
    @JsonSetter(contentNulls = Nulls.FAIL) @Nullable Patched<Map<String, Boolean>> categories,
    @Expected(PreferencesRequest.COUNT) @Nullable Patched<Integer> bounceCount) {

  /** What {@code bounceCount} expects. */
  static final String COUNT = "a whole number of zero or more";

  PreferencesRequest {
    Map<String, @Nullable Patched<?>> fields = new TreeMap<>();
    fields.put("email", email);
    fields.put("unsubscribedAll", unsubscribedAll);
    fields.put("suppressed", suppressed);
    fields.put("categories", categories);
    fields.put("bounceCount", bounceCount);
    if (fields.values().stream().allMatch(Objects::isNull)) {
      throw InvalidFieldException.ofWhole("expected at least one of " + fields.keySet());
    }
    fields.forEach(FieldChecks::notNull);
    FieldChecks.email("email", Patched.valueOf(email));
    Integer count = Patched.valueOf(bounceCount);
    if (count != null && count < 0) {
      throw InvalidFieldException.of(
          "bounceCount", "expected %s, found the number %d".formatted(COUNT, count));
    }
  }

  PreferencesPatch patch() {
    return new PreferencesPatch(
        Patched.valueOf(email),
        Patched.valueOf(unsubscribedAll),
        Patched.valueOf(suppressed),
        Patched.valueOf(categories),
        Patched.valueOf(bounceCount));
  }
}
