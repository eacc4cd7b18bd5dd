package dev.sojourn.app.settings;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds when a setting is not given: a default, nothing, or a refusal to start.
 *
 * @param texts defaults, written as in the file
 * @param notes what happens without a value, for the documentation, where there is no default
 * @param required profiles that do not start without a value
 * @param conditions other settings that do not work without a value of this one
 */
record SettingDefault(
    Map<Profile, String> texts,
    Map<Profile, String> notes,
    Set<Profile> required,
    List<Condition> conditions) {

  SettingDefault {
    texts = Map.copyOf(texts);
    notes = Map.copyOf(notes);
    required = Set.copyOf(required);
    conditions = List.copyOf(conditions);
  }

  /**
   * Another setting that needs this one.
   *
   * @param value with which it does, null for any
   */
  record Condition(Setting<?> other, @Nullable Object value) {

    boolean holds(Map<Setting<?>, Object> values) {
      Object found = values.get(other);
      return found != null && (value == null || value.equals(found));
    }

    /** Such as {@code email.provider=smtp}; a value is named only if it is part of the rule. */
    String because() {
      return value == null ? other.property() : "%s=%s".formatted(other.property(), value);
    }
  }

  /** No default. */
  static SettingDefault none() {
    return new SettingDefault(Map.of(), Map.of(), Set.of(), List.of());
  }

  /** No default, with a note on what is done instead. */
  static SettingDefault none(String note) {
    return none(note, note);
  }

  /** No default, with notes for {@code dev} and for the other profiles. */
  static SettingDefault none(String dev, String others) {
    return new SettingDefault(Map.of(), each(dev, others), Set.of(), List.of());
  }

  /** The same default under every profile. */
  static SettingDefault always(String text) {
    return byProfile(text, text);
  }

  /** One default for {@code dev}, and one for the other profiles. */
  static SettingDefault byProfile(String dev, String others) {
    return new SettingDefault(each(dev, others), Map.of(), Set.of(), List.of());
  }

  /** Refuses to start without a value under these profiles. */
  SettingDefault requiredBy(Profile... profiles) {
    return new SettingDefault(texts, notes, EnumSet.copyOf(List.of(profiles)), conditions);
  }

  /** Refuses to start without a value when the other setting has this one. */
  <T> SettingDefault requiredWhen(Setting<T> other, T value) {
    return with(new Condition(other, value));
  }

  /** Refuses to start without a value when the other setting is given. */
  SettingDefault requiredWith(Setting<?> other) {
    return with(new Condition(other, null));
  }

  private SettingDefault with(Condition condition) {
    List<Condition> all = new ArrayList<>(conditions);
    all.add(condition);
    return new SettingDefault(texts, notes, required, all);
  }

  private static Map<Profile, String> each(String dev, String others) {
    Map<Profile, String> texts = new EnumMap<>(Profile.class);
    for (Profile profile : Profile.values()) {
      texts.put(profile, profile == Profile.DEV ? dev : others);
    }
    return texts;
  }
}
