package dev.sojourn.journeys.person;

import dev.sojourn.journeys.instance.InstanceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one small thing that is read for each event of a person.
 *
 * @param enrolments by journey id
 * @param live the instances that are not over
 */
public record Head(
    String userId,
    Preferences preferences,
    Map<String, Enrolments> enrolments,
    List<LiveInstance> live) {

  public Head {
    enrolments = Collections.unmodifiableMap(new LinkedHashMap<>(enrolments));
    live = List.copyOf(live);
  }

  /** Somebody nothing is known of. */
  public static Head newcomer(String userId) {
    return new Head(userId, Preferences.DEFAULT, Map.of(), List.of());
  }

  public Enrolments enrolmentsIn(String journeyId) {
    return enrolments.getOrDefault(journeyId, Enrolments.NONE);
  }

  public Optional<LiveInstance> liveIn(String journeyId) {
    for (LiveInstance instance : live) {
      if (instance.journeyId().equals(journeyId)) {
        return Optional.of(instance);
      }
    }
    return Optional.empty();
  }

  public Head with(Preferences changed) {
    return new Head(userId, changed, enrolments, live);
  }

  public Head with(String journeyId, Enrolments changed) {
    Map<String, Enrolments> all = new LinkedHashMap<>(enrolments);
    all.put(journeyId, changed);
    return new Head(userId, preferences, all, live);
  }

  /** Adds a live instance, or replaces what was known of it. */
  public Head with(LiveInstance instance) {
    List<LiveInstance> all = new ArrayList<>(live);
    all.removeIf(known -> known.id().equals(instance.id()));
    all.add(instance);
    return new Head(userId, preferences, enrolments, all);
  }

  public Head without(InstanceId instance) {
    List<LiveInstance> all = new ArrayList<>(live);
    all.removeIf(known -> known.id().equals(instance));
    return new Head(userId, preferences, enrolments, all);
  }
}
