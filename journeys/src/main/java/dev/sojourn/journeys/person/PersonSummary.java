package dev.sojourn.journeys.person;

import dev.sojourn.journeys.engagement.LastSend;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.sending.CapEntry;
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
 * Summary of a person: the one small row that is read for each event of the person.
 *
 * @param enrolments by journey id
 * @param live the active instances
 * @param openGoals the goals that may still be reached
 * @param heldOut the journeys in whose holdout the person is counted
 * @param lastSends by template key, for templates that some condition refers to
 * @param capEntries the sends that count towards caps
 */
public record PersonSummary(
    String userId,
    Preferences preferences,
    Map<String, EntryHistory> enrolments,
    List<ActiveInstance> live,
    List<OpenGoal> openGoals,
    Set<String> heldOut,
    Map<String, LastSend> lastSends,
    List<CapEntry> capEntries) {

  /**
   * Maximum number of open goals: otherwise the summary of a person who enters again and again
   * would grow without limit.
   */
  public static final int MOST_GOALS = 50;

  public PersonSummary {
    enrolments = Collections.unmodifiableMap(new LinkedHashMap<>(enrolments));
    live = List.copyOf(live);
    openGoals = List.copyOf(openGoals);
    heldOut = Collections.unmodifiableSet(new LinkedHashSet<>(heldOut));
    lastSends = Collections.unmodifiableMap(new LinkedHashMap<>(lastSends));
    capEntries = List.copyOf(capEntries);
  }

  /** A person without goals, holdouts or remembered sends. */
  public PersonSummary(
      String userId,
      Preferences preferences,
      Map<String, EntryHistory> enrolments,
      List<ActiveInstance> live) {
    this(userId, preferences, enrolments, live, List.of(), Set.of(), Map.of(), List.of());
  }

  /** A person of whom nothing is stored. */
  public static PersonSummary newcomer(String userId) {
    return new PersonSummary(userId, Preferences.DEFAULT, Map.of(), List.of());
  }

  public EntryHistory entriesInto(String journeyId) {
    return enrolments.getOrDefault(journeyId, EntryHistory.NONE);
  }

  public Optional<ActiveInstance> liveIn(String journeyId) {
    for (ActiveInstance instance : live) {
      if (instance.journeyId().equals(journeyId)) {
        return Optional.of(instance);
      }
    }
    return Optional.empty();
  }

  public PersonSummary with(Preferences changed) {
    return new PersonSummary(
        userId, changed, enrolments, live, openGoals, heldOut, lastSends, capEntries);
  }

  public PersonSummary with(String journeyId, EntryHistory changed) {
    Map<String, EntryHistory> all = new LinkedHashMap<>(enrolments);
    all.put(journeyId, changed);
    return new PersonSummary(
        userId, preferences, all, live, openGoals, heldOut, lastSends, capEntries);
  }

  /** Adds or replaces an active instance. */
  public PersonSummary with(ActiveInstance instance) {
    List<ActiveInstance> all = new ArrayList<>(live);
    all.removeIf(known -> known.id().equals(instance.id()));
    all.add(instance);
    return withLive(all);
  }

  public PersonSummary without(InstanceId instance) {
    List<ActiveInstance> all = new ArrayList<>(live);
    all.removeIf(known -> known.id().equals(instance));
    return withLive(all);
  }

  private PersonSummary withLive(List<ActiveInstance> all) {
    return new PersonSummary(
        userId, preferences, enrolments, all, openGoals, heldOut, lastSends, capEntries);
  }

  /** Adds a goal; above the maximum, the oldest are dropped. */
  public PersonSummary with(OpenGoal goal) {
    List<OpenGoal> all = new ArrayList<>(openGoals);
    all.add(goal);
    return withGoals(all.subList(Math.max(0, all.size() - MOST_GOALS), all.size()));
  }

  public PersonSummary without(OpenGoal goal) {
    return withGoals(openGoals.stream().filter(open -> !open.equals(goal)).toList());
  }

  /** Removes the goals that can no longer be reached at this time. */
  public PersonSummary withoutGoalsUntil(Instant now) {
    return openGoals.stream().noneMatch(goal -> goal.until().isBefore(now))
        ? this
        : withGoals(openGoals.stream().filter(goal -> !goal.until().isBefore(now)).toList());
  }

  private PersonSummary withGoals(List<OpenGoal> all) {
    return new PersonSummary(
        userId, preferences, enrolments, live, all, heldOut, lastSends, capEntries);
  }

  /** Adds the person to a journey's holdout. */
  public PersonSummary heldOutOf(String journeyId) {
    Set<String> all = new LinkedHashSet<>(heldOut);
    all.add(journeyId);
    return new PersonSummary(
        userId, preferences, enrolments, live, openGoals, all, lastSends, capEntries);
  }

  /** Records a send of this template. */
  public PersonSummary with(String template, LastSend send) {
    Map<String, LastSend> all = new LinkedHashMap<>(lastSends);
    all.put(template, send);
    return new PersonSummary(
        userId, preferences, enrolments, live, openGoals, heldOut, all, capEntries);
  }

  public PersonSummary withCapEntries(List<CapEntry> changed) {
    return new PersonSummary(
        userId, preferences, enrolments, live, openGoals, heldOut, lastSends, changed);
  }

  /** Removes a send from those that count towards caps. */
  public PersonSummary without(SendId send) {
    return capEntries.stream().noneMatch(mark -> mark.send().equals(send))
        ? this
        : withCapEntries(capEntries.stream().filter(mark -> !mark.send().equals(send)).toList());
  }
}
