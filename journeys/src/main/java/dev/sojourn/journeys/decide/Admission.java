package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.event.Paths;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.Enrolments;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.person.PersonView;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.RegisteredJourney;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.registry.Template;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Lets a person into a journey, or says why not. */
final class Admission {

  private Admission() {}

  /** Says no, and why. */
  static void refuse(Draft draft, String journeyId, Reason reason) {
    draft.entry(new Decision.Entry(journeyId, reason, null));
  }

  /** Asks the guards; whoever passes them enters and is walked as far as it goes. */
  static void ask(Draft draft, RegisteredJourney journey, PersonEvent event) {
    JourneyVersion version = draft.registry().current(journey).orElseThrow();
    Guard.Attempt attempt = attempt(draft, journey, version, event);
    Optional<Reason> refusal;
    try {
      refusal = Guard.firstRefusal(attempt);
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      draft.fault(new Decision.Fault(journey.id(), Undone.ENTRY, e));
      refusal = Optional.of(Reason.ENGINE_ERROR);
    }
    Map<String, Object> context =
        refusal.isPresent() ? Map.of() : context(version.definition(), event, draft.registry());
    if (Limits.sizeOf(context) > Limits.CONTEXT) {
      refusal = Optional.of(Reason.CONTEXT_TOO_LARGE);
    }
    if (refusal.isPresent()) {
      refuse(draft, journey.id(), refusal.get());
      if (refusal.get() == Reason.HELD_OUT) {
        compare(draft, version, event);
      }
      return;
    }
    Instance instance = enrol(draft, version, event, context);
    draft.entry(new Decision.Entry(journey.id(), null, instance.id()));
    new Walk(draft, version, instance).start();
  }

  static Guard.Attempt attempt(
      Draft draft, RegisteredJourney journey, JourneyVersion version, PersonEvent event) {
    return new Guard.Attempt(
        journey,
        version.definition(),
        draft.head(),
        event,
        draft.facts(event.properties(), event.properties()));
  }

  /** Whoever is held out belongs to the control group from the first time on, and counts once. */
  private static void compare(Draft draft, JourneyVersion version, PersonEvent event) {
    if (!draft.head().heldOut().contains(version.journeyId())) {
      draft.head(draft.head().heldOutOf(version.journeyId()));
      draft.heldOut(version.journeyId());
      Goals.open(draft, version, null, event);
    }
  }

  private static Instance enrol(
      Draft draft, JourneyVersion version, PersonEvent event, Map<String, Object> context) {
    PersonView person = draft.person();
    String journeyId = version.journeyId();
    Enrolments past = draft.head().enrolmentsIn(journeyId).entered(event.occurredAt());
    draft.head(draft.head().with(journeyId, past));
    Instant now = draft.now();
    Instance instance =
        new Instance(
            InstanceId.derive(
                now, person.userHash(), journeyId, person.userId(), draft.occasion(event)),
            person.userId(),
            journeyId,
            version.number(),
            event.id(),
            event.name(),
            addressOf(draft, event),
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
    draft.entered(instance);
    Goals.open(draft, version, instance.id(), event);
    return instance;
  }

  private static String addressOf(Draft draft, PersonEvent event) {
    String email = event.email() == null ? draft.contact().email() : event.email();
    return email == null ? "" : email;
  }

  /** The trigger's plain scalars, and whatever the version or its templates name. */
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

  /** Those properties of an event that are named, by name or by path. */
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
