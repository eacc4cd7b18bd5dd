package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.entry.EntryGuard;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.event.Paths;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.EntryHistory;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.person.PersonView;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.template.Template;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Enters a person into a journey, or records why not. */
final class EntryEvaluator {

  private EntryEvaluator() {}

  /** Records a refusal with its reason. */
  static void refuse(DecisionBuilder decision, String journeyId, RefusalReason reason) {
    decision.entry(new Decision.Entry(journeyId, reason, null));
  }

  /**
   * Evaluates the entry guards; if all pass, creates the instance and runs it until it waits or
   * ends.
   */
  static void evaluate(DecisionBuilder decision, Journey journey, PersonEvent event) {
    JourneyVersion version = decision.registry().current(journey).orElseThrow();
    EntryGuard.EntryAttempt attempt = attempt(decision, journey, version, event);
    decision.attempted(attempt);
    Optional<RefusalReason> refusal;
    try {
      refusal = EntryGuard.firstRefusal(attempt);
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      decision.fault(new Decision.Fault(journey.id(), EventPart.ENTRY, e));
      refusal = Optional.of(RefusalReason.ENGINE_ERROR);
    }
    Map<String, Object> context =
        refusal.isPresent() ? Map.of() : context(version.definition(), event, decision.registry());
    if (Limits.sizeOf(context) > Limits.CONTEXT) {
      refusal = Optional.of(RefusalReason.CONTEXT_TOO_LARGE);
    }
    if (refusal.isPresent()) {
      refuse(decision, journey.id(), refusal.get());
      if (refusal.get() == RefusalReason.HELD_OUT) {
        compare(decision, version, event);
      }
      return;
    }
    Instance instance = enrol(decision, version, event, context);
    decision.entry(new Decision.Entry(journey.id(), null, instance.id()));
    new InstanceRunner(decision, version, instance).start();
  }

  static EntryGuard.EntryAttempt attempt(
      DecisionBuilder decision, Journey journey, JourneyVersion version, PersonEvent event) {
    return new EntryGuard.EntryAttempt(
        journey,
        version.definition(),
        decision.summary(),
        event,
        decision.facts(event.properties(), event.properties()));
  }

  /** Adds the person to the control group the first time, so that each person counts once. */
  private static void compare(DecisionBuilder decision, JourneyVersion version, PersonEvent event) {
    if (!decision.summary().heldOut().contains(version.journeyId())) {
      decision.summary(decision.summary().heldOutOf(version.journeyId()));
      decision.heldOut(version.journeyId());
      GoalTracker.open(decision, version, null, event);
    }
  }

  private static Instance enrol(
      DecisionBuilder decision,
      JourneyVersion version,
      PersonEvent event,
      Map<String, Object> context) {
    PersonView person = decision.person();
    String journeyId = version.journeyId();
    EntryHistory past = decision.summary().entriesInto(journeyId).entered(event.occurredAt());
    decision.summary(decision.summary().with(journeyId, past));
    Instant now = decision.now();
    Instance instance =
        new Instance(
            InstanceId.derive(
                now, person.userHash(), journeyId, person.userId(), decision.triggerId(event)),
            person.userId(),
            journeyId,
            version.number(),
            event.id(),
            event.name(),
            addressOf(decision, event),
            context,
            past.entries(),
            Status.ACTIVE,
            version.definition().entry().id(),
            0,
            event.depth(),
            null,
            null,
            null,
            now,
            now,
            null,
            version.definition().longest().map(now::plus).orElse(null),
            List.of());
    decision.entered(instance);
    GoalTracker.open(decision, version, instance.id(), event);
    return instance;
  }

  private static String addressOf(DecisionBuilder decision, PersonEvent event) {
    String email = event.email() == null ? decision.contact().email() : event.email();
    return email == null ? "" : email;
  }

  /** The trigger's scalar properties, plus those that the version or its templates refer to. */
  private static Map<String, Object> context(
      JourneyDefinition definition, PersonEvent event, Registry registry) {
    Map<String, Object> context = new LinkedHashMap<>();
    event
        .properties()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("$") && !(value instanceof Map) && !(value instanceof List)) {
                context.put(name, value);
              }
            });
    definition.namedProperties().forEach(path -> keep(context, event, path));
    definition.steps().stream()
        .flatMap(step -> step.templates())
        .flatMap(key -> registry.template(key).map(Template::eventProperties).stream())
        .flatMap(Set::stream)
        .forEach(path -> keep(context, event, path));
    return context;
  }

  /** The event properties at these names or paths. */
  static Map<String, Object> named(PersonEvent event, Stream<String> paths) {
    Map<String, Object> found = new LinkedHashMap<>();
    paths.forEach(path -> keep(found, event, path));
    return found;
  }

  private static void keep(Map<String, Object> context, PersonEvent event, String path) {
    for (String name : List.of(path, Paths.root(path))) {
      if (event.properties().containsKey(name)) {
        context.put(name, event.properties().get(name));
        return;
      }
    }
  }
}
