package dev.sojourn.journeys.condition;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Condition with its result.
 *
 * @param saw the values it evaluated, by name; a value can be null
 */
public record Explained(
    Condition condition, boolean holds, @JsonAnyGetter Map<String, @Nullable Object> saw) {

  public Explained {
    saw = Collections.unmodifiableMap(new LinkedHashMap<>(saw));
  }
}
