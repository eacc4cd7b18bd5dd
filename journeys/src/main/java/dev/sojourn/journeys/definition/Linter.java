package dev.sojourn.journeys.definition;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.step.EventWait;
import dev.sojourn.journeys.step.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Checks a journey for likely mistakes before it is published. */
public final class Linter {

  /** A run that enters more steps than this without a pause is stopped. */
  private static final int MAX_STEPS = 1_000;

  private Linter() {}

  /**
   * A finding.
   *
   * @param path where, such as {@code steps[2].next}
   * @param refused whether it prevents publishing; otherwise it is a warning
   */
  public record Finding(String path, String message, boolean refused) {
    @Override
    public String toString() {
      return path + ": " + message;
    }
  }

  /**
   * All findings, errors first.
   *
   * @param templateKnown whether a template of this key is published
   */
  public static List<Finding> lint(JourneyDefinition journey, Predicate<String> templateKnown) {
    List<Finding> findings = new ArrayList<>();
    rules(journey, findings);
    steps(journey, findings);
    if (findings.isEmpty()) {
      reachability(journey, findings);
      loops(journey, findings);
    }
    for (int i = 0; i < journey.steps().size(); i++) {
      String path = "steps[%d].template".formatted(i);
      journey
          .steps()
          .get(i)
          .templates()
          .filter(templateKnown.negate())
          .forEach(
              key ->
                  findings.add(
                      new Finding(path, "template '%s' is not known yet".formatted(key), false)));
    }
    asked(journey, templateKnown.negate(), findings);
    return List.copyOf(findings);
  }

  /** A condition on a template that is never published would never hold. */
  private static void asked(
      JourneyDefinition journey, Predicate<String> unknown, List<Finding> findings) {
    asked("trigger.where", journey.trigger(), unknown, findings);
    for (int i = 0; i < journey.exits().size(); i++) {
      asked("exitOn[%d].where".formatted(i), journey.exits().get(i), unknown, findings);
    }
    if (journey.goal() != null) {
      asked("goal.where", journey.goal().rule(), unknown, findings);
    }
    for (int i = 0; i < journey.steps().size(); i++) {
      asked("steps[%d]".formatted(i), journey.steps().get(i).trackedTemplates(), unknown, findings);
    }
  }

  private static void asked(
      String path, EventRule rule, Predicate<String> unknown, List<Finding> findings) {
    Stream<String> keys = rule.conditions().stream().flatMap(Condition::trackedTemplates);
    asked(path, keys, unknown, findings);
  }

  private static void asked(
      String path, Stream<String> keys, Predicate<String> unknown, List<Finding> findings) {
    keys.distinct()
        .filter(unknown)
        .map("asks about template '%s', which is not known yet"::formatted)
        .forEach(message -> findings.add(new Finding(path, message, false)));
  }

  private static void rules(JourneyDefinition journey, List<Finding> findings) {
    rule("trigger", journey.trigger(), findings);
    for (int i = 0; i < journey.exits().size(); i++) {
      rule("exitOn[%d]".formatted(i), journey.exits().get(i), findings);
    }
    if (journey.limit() == EntryLimit.ONCE_PER_PERIOD && journey.period().isZero()) {
      refuse(findings, "entryPeriod", "expected a period longer than zero");
    }
    if (journey.limit() != EntryLimit.ONCE_PER_PERIOD && journey.entryPeriod() != null) {
      refuse(
          findings,
          "entryPeriod",
          "is used by entryLimit 'once_per_period' alone, found '%s'"
              .formatted(journey.limit().json()));
    }
    if (journey.holdout() != null) {
      journey.holdout().problems().forEach(flaw -> refuse(findings, "holdout.percent", flaw));
    }
    if (journey.goal() != null) {
      rule("goal", journey.goal().rule(), findings);
      if (journey.goal().window().isZero()) {
        refuse(findings, "goal.window", "expected a window longer than zero");
      }
    }
    if (journey.maxDuration() != null && journey.maxDuration().isZero()) {
      refuse(findings, "maxDuration", "expected a duration longer than zero");
    }
  }

  private static void rule(String path, EventRule rule, List<Finding> findings) {
    if (rule.event().isBlank()) {
      refuse(findings, path + ".event", "expected an event's name, found a blank one");
    }
    rule.conditions().stream()
        .flatMap(Condition::problems)
        .forEach(flaw -> refuse(findings, path + ".where", flaw));
  }

  private static void steps(JourneyDefinition journey, List<Finding> findings) {
    if (journey.steps().size() > MAX_STEPS) {
      refuse(
          findings,
          "steps",
          "expected at most %d steps, found %d".formatted(MAX_STEPS, journey.steps().size()));
    }
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < journey.steps().size(); i++) {
      Step step = journey.steps().get(i);
      String path = "steps[%d]".formatted(i);
      if (step.id().isBlank()) {
        refuse(findings, path + ".id", "expected an id, found a blank one");
      }
      if (!ids.add(step.id())) {
        refuse(findings, path + ".id", "the id '%s' is there twice".formatted(step.id()));
      }
      step.problems().forEach(flaw -> refuse(findings, path, flaw));
      exitsAndWaits(journey, step, path, findings);
    }
    for (int i = 0; i < journey.steps().size(); i++) {
      for (String target : journey.steps().get(i).targets()) {
        if (!ids.contains(target)) {
          refuse(
              findings,
              "steps[%d]".formatted(i),
              "leads to step '%s', which does not exist".formatted(target));
        }
      }
    }
  }

  /** An event cannot both end an instance and be what it waits for: the exit would always win. */
  private static void exitsAndWaits(
      JourneyDefinition journey, Step step, String path, List<Finding> findings) {
    if (step instanceof EventWait waits
        && journey.exits().stream().anyMatch(exit -> exit.event().equals(waits.event()))) {
      refuse(
          findings,
          path + ".event",
          "waits for '%s', which is also in exitOn and would end the journey"
              .formatted(waits.event()));
    }
  }

  private static void reachability(JourneyDefinition journey, List<Finding> findings) {
    Set<String> reached = new HashSet<>();
    Deque<Step> open = new ArrayDeque<>(List.of(journey.entry()));
    while (!open.isEmpty()) {
      Step step = open.pop();
      if (reached.add(step.id())) {
        step.targets().stream().flatMap(id -> journey.step(id).stream()).forEach(open::push);
      }
    }
    for (int i = 0; i < journey.steps().size(); i++) {
      String id = journey.steps().get(i).id();
      if (!reached.contains(id)) {
        refuse(findings, "steps[%d]".formatted(i), "step '%s' can never be reached".formatted(id));
      }
    }
  }

  /**
   * A cycle in which no time passes would occupy the engine and the person forever. Steps that
   * cannot be on a cycle are removed until none is left, or only steps that lead to each other are.
   * Iterative, since recursion would overflow the stack on a long journey.
   */
  private static void loops(JourneyDefinition journey, List<Finding> findings) {
    Map<String, List<String>> left = new LinkedHashMap<>();
    journey.steps().forEach(step -> left.put(step.id(), step.immediateSuccessors()));
    while (left.values().removeIf(next -> next.stream().noneMatch(left::containsKey))) {
      // Each round may free preceding steps.
    }
    if (left.isEmpty()) {
      return;
    }
    String step = left.keySet().iterator().next();
    for (int i = 0; i < left.size(); i++) {
      step =
          left.getOrDefault(step, List.of()).stream()
              .filter(left::containsKey)
              .findFirst()
              .orElse(step);
    }
    refuse(
        findings, "steps", "there is a cycle through step '%s' with no wait in it".formatted(step));
  }

  private static void refuse(List<Finding> findings, String path, String message) {
    findings.add(new Finding(path, message, true));
  }
}
