package dev.sojourn.journeys.person;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one small thing that is read for each event of a person.
 *
 * @param enrolments by journey id
 * @param live the instances that are not over
 * @param openGoals the goals that may still be reached
 * @param heldOut the journeys that have refused the person for comparison
 * @param lastSends by template key, of those that some condition asks about
 * @param marks the sends that count against later ones
 */
public record Head(
    String userId,
    Preferences preferences,
    Map<String, Enrolments> enrolments,
    List<LiveInstance> live,
    List<OpenGoal> openGoals,
    Set<String> heldOut,
    Map<String, LastSend> lastSends,
    List<SendMark> marks) {

  /**
   * How many goals of one person may be open: somebody who enters again and again must not make
   * what is read for each of their events larger and larger.
   */
  public static final int MOST_GOALS = 50;

  public Head {
    enrolments = Collections.unmodifiableMap(new LinkedHashMap<>(enrolments));
    live = List.copyOf(live);
    openGoals = List.copyOf(openGoals);
    heldOut = Collections.unmodifiableSet(new LinkedHashSet<>(heldOut));
    lastSends = Collections.unmodifiableMap(new LinkedHashMap<>(lastSends));
    marks = List.copyOf(marks);
  }

  /** Somebody of whom nothing is measured. */
  public Head(
      String userId,
      Preferences preferences,
      Map<String, Enrolments> enrolments,
      List<LiveInstance> live) {
    this(userId, preferences, enrolments, live, List.of(), Set.of(), Map.of(), List.of());
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
    return new Head(userId, changed, enrolments, live, openGoals, heldOut, lastSends, marks);
  }

  public Head with(String journeyId, Enrolments changed) {
    Map<String, Enrolments> all = new LinkedHashMap<>(enrolments);
    all.put(journeyId, changed);
    return new Head(userId, preferences, all, live, openGoals, heldOut, lastSends, marks);
  }

  /** Adds a live instance, or replaces what was known of it. */
  public Head with(LiveInstance instance) {
    List<LiveInstance> all = new ArrayList<>(live);
    all.removeIf(known -> known.id().equals(instance.id()));
    all.add(instance);
    return withLive(all);
  }

  public Head without(InstanceId instance) {
    List<LiveInstance> all = new ArrayList<>(live);
    all.removeIf(known -> known.id().equals(instance));
    return withLive(all);
  }

  private Head withLive(List<LiveInstance> all) {
    return new Head(userId, preferences, enrolments, all, openGoals, heldOut, lastSends, marks);
  }

  /** Adds a goal; of too many, those that were opened first are given up. */
  public Head with(OpenGoal goal) {
    List<OpenGoal> all = new ArrayList<>(openGoals);
    all.add(goal);
    return withGoals(all.subList(Math.max(0, all.size() - MOST_GOALS), all.size()));
  }

  public Head without(OpenGoal goal) {
    return withGoals(openGoals.stream().filter(open -> !open.equals(goal)).toList());
  }

  /** Without the goals that nobody can reach any more at this time. */
  public Head withoutGoalsUntil(Instant now) {
    return openGoals.stream().noneMatch(goal -> goal.until().isBefore(now))
        ? this
        : withGoals(openGoals.stream().filter(goal -> !goal.until().isBefore(now)).toList());
  }

  private Head withGoals(List<OpenGoal> all) {
    return new Head(userId, preferences, enrolments, live, all, heldOut, lastSends, marks);
  }

  /** A journey has refused the person for comparison. */
  public Head heldOutOf(String journeyId) {
    Set<String> all = new LinkedHashSet<>(heldOut);
    all.add(journeyId);
    return new Head(userId, preferences, enrolments, live, openGoals, all, lastSends, marks);
  }

  /** A send of this template has gone out. */
  public Head with(String template, LastSend send) {
    Map<String, LastSend> all = new LinkedHashMap<>(lastSends);
    all.put(template, send);
    return new Head(userId, preferences, enrolments, live, openGoals, heldOut, all, marks);
  }

  public Head withMarks(List<SendMark> changed) {
    return new Head(userId, preferences, enrolments, live, openGoals, heldOut, lastSends, changed);
  }

  /** A send no longer counts against later ones. */
  public Head without(SendId send) {
    return marks.stream().noneMatch(mark -> mark.send().equals(send))
        ? this
        : withMarks(marks.stream().filter(mark -> !mark.send().equals(send)).toList());
  }
}
