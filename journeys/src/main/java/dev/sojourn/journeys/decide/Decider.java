package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.definition.EventRule;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Park;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.Engagement;
import dev.sojourn.journeys.person.Feedback;
import dev.sojourn.journeys.person.Head;
import dev.sojourn.journeys.person.LiveInstance;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.person.PersonView;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.registry.RegisteredJourney;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.step.DeliveredStep;
import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.journeys.step.SendStep;
import dev.sojourn.journeys.step.Signal;
import dev.sojourn.journeys.step.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a stimulus means for a person. Pure: it reads through its arguments, writes nothing,
 * and gives the same answer for the same state, stimulus and time. Stateless, so safe for any
 * number of threads.
 *
 * <p>Within one event: contact, then exits, then waits, then goals, then entries. So what an event
 * says of a person is known before any condition is asked, and an event never ends or wakes the
 * instance that it creates.
 */
public final class Decider {

  /** How long the outcome of a send may be missing before it is asked for again. */
  public static final Duration ASKED_AGAIN_AFTER = Duration.ofMinutes(15);

  /** How long it may be missing before the send counts as failed. */
  public static final Duration GIVEN_UP_AFTER = Duration.ofHours(24);

  private final RetryPolicy retries;

  /** With the standard policy for what is tried again. */
  public Decider() {
    this(RetryPolicy.STANDARD);
  }

  public Decider(RetryPolicy retries) {
    this.retries = retries;
  }

  private Draft draft(
      PersonView person, Registry registry, Instant now, @Nullable PersonEvent event) {
    return new Draft(person, registry, now, event, retries);
  }

  /** Whether anything of this person, or any journey, listens for events of this name. */
  public boolean concerns(Head head, String event, Registry registry) {
    if (!registry.triggeredBy(event).isEmpty()
        || Engagement.isToldBy(event)
        || Feedback.isToldBy(event)) {
      return true;
    }
    for (LiveInstance live : head.live()) {
      if (live.awaits().contains(event) || exitsOn(live, event, registry)) {
        return true;
      }
    }
    return Goals.concern(head, event, registry);
  }

  private static boolean exitsOn(LiveInstance live, String event, Registry registry) {
    return exitRules(live, registry).stream().anyMatch(rule -> rule.event().equals(event));
  }

  private static List<EventRule> exitRules(LiveInstance live, Registry registry) {
    return registry
        .version(live.journeyId(), live.version())
        .map(version -> version.definition().exits())
        .orElse(List.of());
  }

  /** An event of this person, which is no repeat. Its time is its intake time. */
  public Decision onEvent(PersonView person, PersonEvent event, Registry registry) {
    Draft draft = draft(person, registry, event.receivedAt(), event);
    patchContact(draft, event);
    if (event.historical()) {
      return draft.finish();
    }
    heed(draft, event);
    Emails.note(draft, event);
    if (event.tooDeep()) {
      registry
          .triggeredBy(event.name())
          .forEach(journey -> Admission.refuse(draft, journey.id(), Reason.LOOP));
      return draft.finish();
    }
    leave(draft, event);
    Goals.reach(draft, event);
    enter(draft, event);
    return draft.finish();
  }

  /**
   * An event that was decided before is looked at again: exits, waits and guards are asked as if it
   * came now, with the time at which it happened. What it says of the contact is known already, and
   * a goal that it reached was counted then.
   *
   * @param event with the intake time of whoever asked for the replay
   * @param replay the id of the request that asks: what enters by it is another instance than what
   *     the event entered before, even within one millisecond
   */
  public Decision onReplay(PersonView person, PersonEvent event, String replay, Registry registry) {
    Draft draft = draft(person, registry, event.receivedAt(), event);
    draft.occasion(EventIds.derive(person.userHash(), event.id().toString(), replay));
    leave(draft, event);
    enter(draft, event);
    return draft.finish();
  }

  /** Ends what the event ends, and wakes what waits for it. */
  private void leave(Draft draft, PersonEvent event) {
    List<LiveInstance> live = draft.head().live();
    Set<InstanceId> exited = new LinkedHashSet<>();
    for (LiveInstance known : live) {
      if (exits(draft, known, event)) {
        exited.add(known.id());
      }
    }
    for (LiveInstance known : live) {
      if (!exited.contains(known.id()) && known.awaits().contains(event.name())) {
        wake(draft, known.id(), event);
      }
    }
  }

  private static void enter(Draft draft, PersonEvent event) {
    for (RegisteredJourney journey : draft.registry().triggeredBy(event.name())) {
      Admission.ask(draft, journey, event);
    }
  }

  /**
   * An event that is stored, but of which a part is not done, because something threw. What the
   * rest came to stays as it is.
   *
   * @param part not the whole event: that is {@link #onEvent}
   * @param decided the journeys that have decided it
   */
  public Decision onEventAgain(
      PersonView person, PersonEvent event, Registry registry, Undone part, Set<String> decided) {
    Draft draft = draft(person, registry, event.receivedAt(), event);
    switch (part) {
      case EVENT -> throw new IllegalArgumentException("expected a part of an event");
      case CONTACT -> patchContact(draft, event);
      case GOAL -> Goals.reach(draft, event);
      case ENTRY ->
          registry.triggeredBy(event.name()).stream()
              .filter(journey -> !decided.contains(journey.id()))
              .forEach(journey -> Admission.ask(draft, journey, event));
    }
    return draft.finish();
  }

  private static void patchContact(Draft draft, PersonEvent event) {
    if (!draft.patchContact(event.contact())) {
      draft.fault(
          new Decision.Fault(
              "",
              Undone.CONTACT,
              new IllegalStateException(
                  "expected a contact of at most %d bytes".formatted(Limits.CONTACT))));
    }
  }

  /** Before any condition is asked: what somebody does not want must not be sent by this event. */
  private static void heed(Draft draft, PersonEvent event) {
    if (Feedback.isToldBy(event.name())) {
      Preferences before = draft.head().preferences();
      Preferences after = Feedback.heeded(before, event.name(), event.properties());
      draft.head(draft.head().with(after));
    }
  }

  private boolean exits(Draft draft, LiveInstance known, PersonEvent event) {
    for (EventRule rule : exitRules(known, draft.registry())) {
      if (!rule.event().equals(event.name())) {
        continue;
      }
      Optional<Walk> walk = walk(draft, known.id()).filter(found -> !isOwn(found, event));
      if (walk.isPresent() && ends(rule, walk.get(), event)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the instance was made by this very event, which a replay brings once more. */
  private static boolean isOwn(Walk walk, PersonEvent event) {
    return walk.instance().eventId().equals(event.id());
  }

  private static boolean ends(EventRule rule, Walk walk, PersonEvent event) {
    boolean holds;
    try {
      holds = Condition.all(rule.conditions(), walk.factsOf(event));
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      // Whether it should have gone on nobody knows; a send after a missed exit would be worse.
      walk.crash("exitOn", e);
      return true;
    }
    if (holds) {
      walk.end("exited", Map.of("reason", "exit_event", "event", event.name()));
    }
    return holds;
  }

  private static void wake(Draft draft, InstanceId id, PersonEvent event) {
    Optional<Walk> walk = walk(draft, id).filter(found -> !isOwn(found, event));
    if (walk.isEmpty()) {
      return;
    }
    Instance instance = walk.get().instance();
    if (instance.park() instanceof Park.Awaiting awaiting
        && awaiting.event().equals(event.name())) {
      walk.get().resume(new Signal.EventCame(event));
    } else {
      Armed.waitAfter(instance, draft.registry())
          .filter(wait -> wait.event().equals(event.name()))
          .ifPresent(wait -> walk.get().keep(wait, event));
    }
  }

  /** A live instance with the version it is on; empty when it is over or unknown. */
  private static Optional<Walk> walk(Draft draft, InstanceId id) {
    return draft
        .instance(id)
        .filter(instance -> instance.status().isLive())
        .flatMap(
            instance ->
                draft
                    .registry()
                    .version(instance.journeyId(), instance.version())
                    .map(version -> new Walk(draft, version, instance)));
  }

  /**
   * A timer of this person is due. A timer that no longer belongs to its instance means nothing.
   *
   * @param due when it was due, which may be before {@code now}
   */
  public Decision onTimer(
      PersonView person, InstanceId id, Instant due, Registry registry, Instant now) {
    Draft draft = draft(person, registry, now, null);
    walk(draft, id)
        .filter(walk -> walk.instance().due().filter(due::equals).isPresent())
        .ifPresent(walk -> onDue(walk, due));
    return draft.finish();
  }

  /** What is parked until the very moment at which the instance expires comes before that. */
  private static void onDue(Walk walk, Instant due) {
    Park park = walk.instance().park();
    if (park != null && park.due().filter(due::equals).isPresent()) {
      walk.resume(new Signal.TimerDue());
    } else {
      walk.end("exited", Map.of("reason", "max_duration"));
    }
  }

  /** Delivery says what became of a send. A repeat, or an older attempt, means nothing. */
  public Decision onOutcome(
      PersonView person, SendId send, Signal.OutcomeCame outcome, Registry registry, Instant now) {
    Draft draft = draft(person, registry, now, null);
    Optional<Instance> instance =
        draft.instance(send.instance()).filter(found -> isOut(found, send, outcome.attempt()));
    if (instance.isPresent() && !instance.get().status().isLive()) {
      late(draft, instance.get(), send, outcome);
    } else if (instance.isPresent()) {
      walk(draft, send.instance()).ifPresent(walk -> walk.resume(outcome));
    }
    return draft.finish();
  }

  /**
   * No outcome of a send has come for a long time: it is asked for again under the same id, and
   * given up in the end.
   *
   * @param listeningSince before this outcomes could not be heard: whoever asks was away or behind
   */
  public Decision onSilence(
      PersonView person, InstanceId id, Instant listeningSince, Registry registry, Instant now) {
    Draft draft = draft(person, registry, now, null);
    walk(draft, id).ifPresent(walk -> afterSilence(walk, listeningSince, now));
    return draft.finish();
  }

  /**
   * What an event would come to for a journey, and why. The event is one that might happen: nothing
   * of it is stored.
   *
   * @throws java.util.NoSuchElementException when the journey has no version
   */
  public Explanation explain(
      PersonView person, PersonEvent event, RegisteredJourney journey, Registry registry) {
    return Explainer.explain(person, event, journey, registry);
  }

  /** What an operator held back may go, if nothing else speaks against it now. */
  public Decision onRelease(PersonView person, InstanceId id, Registry registry, Instant now) {
    Draft draft = draft(person, registry, now, null);
    walk(draft, id)
        .filter(walk -> walk.instance().park() instanceof Park.Held)
        .ifPresent(walk -> walk.resume(new Signal.Released()));
    return draft.finish();
  }

  private static void afterSilence(Walk walk, Instant listeningSince, Instant now) {
    if (!(walk.instance().park() instanceof Park.Sending sending) || !sending.out()) {
      return;
    }
    Instant since = sending.since().isAfter(listeningSince) ? sending.since() : listeningSince;
    Duration silent = Duration.between(since, now);
    if (silent.compareTo(GIVEN_UP_AFTER) >= 0) {
      walk.resume(
          new Signal.OutcomeCame(
              sending.attempt(), Signal.OutcomeCame.Result.failed, "no outcome", null));
    } else if (silent.compareTo(ASKED_AGAIN_AFTER) >= 0) {
      walk.askAgain(sending);
    }
  }

  /** Deciding itself threw: the instance that it was about has failed. */
  public Decision onFault(PersonView person, InstanceId id, RuntimeException cause, Instant now) {
    Draft draft = draft(person, Registry.EMPTY, now, null);
    draft
        .instance(id)
        .filter(instance -> instance.status().isLive())
        .ifPresent(
            instance -> {
              Decision.Fault fault = new Decision.Fault(instance.journeyId(), id, "decide", cause);
              draft.fault(fault);
              draft.moved(
                  instance
                      .logged(instance.node(), null, "failed", Map.of("error", fault.text()), now)
                      .ended(Status.FAILED, fault.text(), now));
            });
    return draft.finish();
  }

  private static boolean isOut(Instance instance, SendId send, int attempt) {
    return instance.park() instanceof Park.Sending sending
        && sending.out()
        && sending.send().equals(send)
        && sending.attempt() == attempt;
  }

  /** The instance was over before the outcome came: told and counted, and it moves nothing. */
  private static void late(
      Draft draft, Instance instance, SendId send, Signal.OutcomeCame outcome) {
    boolean sent = outcome.result() == Signal.OutcomeCame.Result.sent;
    Optional<Step> step =
        draft
            .registry()
            .version(instance.journeyId(), instance.version())
            .flatMap(version -> version.definition().step(send.step()));
    String action =
        step.filter(DeliveredStep.class::isInstance)
            .map(known -> ((DeliveredStep) known).action(sent))
            .orElse(sent ? "email_sent" : "send_failed");
    draft.moved(
        instance
            .logged(send.step(), null, action, Map.of("afterExit", true), draft.now())
            .settled(instance.updatedAt()));
    if (sent) {
      step.stream().flatMap(Step::templates).forEach(key -> Emails.sent(draft, key, send));
    } else if (step.map(SendStep.class::isInstance).orElse(true)) {
      // Nobody will try again, so whatever it was, it has failed for good.
      Instant since = instance.parkedAs(Park.Sending.class).since();
      draft.head(Gates.released(draft.head(), instance.journeyId(), send, since));
    }
    draft.lateOutcome();
  }

  /**
   * An operator cancels an instance.
   *
   * @param by who
   */
  public Cancellation onCancel(
      PersonView person, InstanceId id, String by, Registry registry, Instant now) {
    Draft draft = draft(person, registry, now, null);
    Optional<Instance> instance = draft.instance(id);
    if (instance.isEmpty()) {
      return new Cancellation(Decision.NOTHING, Optional.empty(), Optional.empty());
    }
    Status before = instance.get().status();
    if (before.isLive()) {
      draft.forget(id);
      draft.moved(
          instance
              .get()
              .logged(instance.get().node(), null, "cancelled", Map.of("by", by), now)
              .ended(Status.EXITED, null, now));
    }
    return new Cancellation(draft.finish(), Optional.of(before), draft.instance(id));
  }

  /**
   * What became of a cancel.
   *
   * @param before the status it found, empty when there is no such instance; only a live instance
   *     is cancelled
   * @param after the instance now
   */
  public record Cancellation(Decision decision, Optional<Status> before, Optional<Instance> after) {

    public boolean cancelled() {
      return before.map(Status::isLive).orElse(false);
    }
  }

  /**
   * An operator has an instance that failed go on, from the step at which it failed: that step is
   * entered once more.
   *
   * @param by who
   */
  public Retrial onRetry(
      PersonView person, InstanceId id, String by, Registry registry, Instant now) {
    return Retrial.of(draft(person, registry, now, null), id, by);
  }

  /** Somebody changes what is known of a person. */
  public ContactChange onContact(PersonView person, ContactPatch patch, Instant now) {
    Draft draft = draft(person, Registry.EMPTY, now, null);
    boolean fits = draft.patchContact(patch);
    return new ContactChange(draft.finish(), draft.contact(), !fits);
  }

  /**
   * What became of a change of a contact.
   *
   * @param contact as it is now
   * @param tooLarge whether it would have become so, and therefore stays as it was
   */
  public record ContactChange(Decision decision, Contact contact, boolean tooLarge) {}

  /** Somebody changes what a person wants to receive. */
  public Decision onPreferences(PersonView person, PreferencesPatch patch, Instant now) {
    Draft draft = draft(person, Registry.EMPTY, now, null);
    draft.head(draft.head().with(draft.head().preferences().merge(patch)));
    return draft.finish();
  }
}
