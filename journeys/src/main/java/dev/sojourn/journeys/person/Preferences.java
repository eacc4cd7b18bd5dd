package dev.sojourn.journeys.person;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Preferences: what a person wants to receive.
 *
 * @param categories false opts out of the category
 * @param bounceCount permanent bounces so far
 */
public record Preferences(
    @Nullable String email,
    boolean unsubscribedAll,
    boolean suppressed,
    Map<String, Boolean> categories,
    int bounceCount) {

  public static final Preferences DEFAULT = new Preferences(null, false, false, Map.of(), 0);

  public Preferences {
    categories = Map.copyOf(categories);
  }

  public boolean optedOutOf(@Nullable String category) {
    return category != null && Boolean.FALSE.equals(categories.get(category));
  }

  /**
   * Replaces the fields that are not null; categories are merged, and one set to null is removed.
   */
  public Preferences merge(PreferencesPatch patch) {
    Map<String, Boolean> merged = new LinkedHashMap<>(categories);
    merged.putAll(patch.categories() == null ? Collections.emptyMap() : patch.categories());
    merged.values().removeIf(Objects::isNull);
    return new Preferences(
        patch.email() == null ? email : patch.email(),
        patch.unsubscribedAll() == null ? unsubscribedAll : patch.unsubscribedAll(),
        patch.suppressed() == null ? suppressed : patch.suppressed(),
        merged,
        patch.bounceCount() == null ? bounceCount : patch.bounceCount());
  }

  /** Fields to change; null leaves a field as it is. */
  public record PreferencesPatch(
      @Nullable String email,
      @Nullable Boolean unsubscribedAll,
      @Nullable Boolean suppressed,
      @Nullable Map<String, Boolean> categories,
      @Nullable Integer bounceCount) {}
}
