package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.definition.EventRule;
import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.person.ActiveInstance;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.EmailFeedback;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.person.PersonView;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.step.DeliveryStep;
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
  public static final Duration OUTCOME_TIMEOUT = Duration.ofMinutes(15);

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

  private DecisionBuilder builder(
      PersonView person, Registry registry, Instant now, @Nullable PersonEvent event) {
    return new DecisionBuilder(person, registry, now, event, retries);
  }

  /** Whether anything of this person, or any journey, listens for events of this name. */
  public boolean concerns(PersonSummary head, String event, Registry registry) {
    if (!registry.triggeredBy(event).isEmpty()
        || Engagement.isEngagementEvent(event)
        || EmailFeedback.isFeedbackEvent(event)) {
      return true;
    }
    for (ActiveInstance live : head.live()) {
      if (live.subscribedEvents().contains(event) || exitsOn(live, event, registry)) {
        return true;
      }
    }
    return GoalTracker.concern(head, event, registry);
  }

  private static boolean exitsOn(ActiveInstance live, String event, Registry registry) {
    return exitRules(live, registry).stream().anyMatch(rule -> rule.event().equals(event));
  }

  private static List<EventRule> exitRules(ActiveInstance live, Registry registry) {
    return registry
        .version(live.journeyId(), live.version())
        .map(version -> version.definition().exits())
        .orElse(List.of());
  }

  /** An event of this person, which is no repeat. Its time is its intake time. */
  public Decision onEvent(PersonView person, PersonEvent event, Registry registry) {
    DecisionBuilder builder = builder(person, registry, event.receivedAt(), event);
    patchContact(builder, event);
    if (event.historical()) {
      return builder.finish();
    }
    heed(builder, event);
    EngagementRecorder.note(builder, event);
    if (event.tooDeep()) {
      registry
          .triggeredBy(event.name())
          .forEach(journey -> EntryEvaluator.refuse(builder, journey.id(), RefusalReason.LOOP));
      return builder.finish();
    }
    leave(builder, event);
    GoalTracker.reach(builder, event);
    enter(builder, event);
    return builder.finish();
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
    DecisionBuilder builder = builder(person, registry, event.receivedAt(), event);
    builder.occasion(EventIds.derive(person.userHash(), event.id().toString(), replay));
    leave(builder, event);
    enter(builder, event);
    return builder.finish();
  }

  /** Ends what the event ends, and wakes what waits for it. */
  private void leave(DecisionBuilder builder, PersonEvent event) {
    List<ActiveInstance> live = builder.head().live();
    Set<InstanceId> exited = new LinkedHashSet<>();
    for (ActiveInstance known : live) {
      if (exits(builder, known, event)) {
        exited.add(known.id());
      }
    }
    for (ActiveInstance known : live) {
      if (!exited.contains(known.id()) && known.subscribedEvents().contains(event.name())) {
        wake(builder, known.id(), event);
      }
    }
  }

  private static void enter(DecisionBuilder builder, PersonEvent event) {
    for (Journey journey : builder.registry().triggeredBy(event.name())) {
      EntryEvaluator.ask(builder, journey, event);
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
      PersonView person,
      PersonEvent event,
      Registry registry,
      EventPart part,
      Set<String> decided) {
    DecisionBuilder builder = builder(person, registry, event.receivedAt(), event);
    switch (part) {
      case EVENT -> throw new IllegalArgumentException("expected a part of an event");
      case CONTACT -> patchContact(builder, event);
      case GOAL -> GoalTracker.reach(builder, event);
      case ENTRY ->
          registry.triggeredBy(event.name()).stream()
              .filter(journey -> !decided.contains(journey.id()))
              .forEach(journey -> EntryEvaluator.ask(builder, journey, event));
    }
    return builder.finish();
  }

  private static void patchContact(DecisionBuilder builder, PersonEvent event) {
    if (!builder.patchContact(event.contact())) {
      builder.fault(
          new Decision.Fault(
              "",
              EventPart.CONTACT,
              new IllegalStateException(
                  "expected a contact of at most %d bytes".formatted(Limits.CONTACT))));
    }
  }

  /** Before any condition is asked: what somebody does not want must not be sent by this event. */
  private static void heed(DecisionBuilder builder, PersonEvent event) {
    if (EmailFeedback.isFeedbackEvent(event.name())) {
      Preferences before = builder.head().preferences();
      Preferences after = EmailFeedback.applyTo(before, event.name(), event.properties());
      builder.head(builder.head().with(after));
    }
  }

  private boolean exits(DecisionBuilder builder, ActiveInstance known, PersonEvent event) {
    for (EventRule rule : exitRules(known, builder.registry())) {
      if (!rule.event().equals(event.name())) {
        continue;
      }
      Optional<InstanceRunner> walk =
          walk(builder, known.id()).filter(found -> !isOwn(found, event));
      if (walk.isPresent() && ends(rule, walk.get(), event)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the instance was made by this very event, which a replay brings once more. */
  private static boolean isOwn(InstanceRunner walk, PersonEvent event) {
    return walk.instance().eventId().equals(event.id());
  }

  private static boolean ends(EventRule rule, InstanceRunner walk, PersonEvent event) {
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

  private static void wake(DecisionBuilder builder, InstanceId id, PersonEvent event) {
    Optional<InstanceRunner> walk = walk(builder, id).filter(found -> !isOwn(found, event));
    if (walk.isEmpty()) {
      return;
    }
    Instance instance = walk.get().instance();
    if (instance.park() instanceof WaitState.Event awaiting
        && awaiting.event().equals(event.name())) {
      walk.get().resume(new Signal.EventCame(event));
    } else {
      EventSubscriptions.waitAfter(instance, builder.registry())
          .filter(wait -> wait.event().equals(event.name()))
          .ifPresent(wait -> walk.get().keep(wait, event));
    }
  }

  /** A live instance with the version it is on; empty when it is over or unknown. */
  private static Optional<InstanceRunner> walk(DecisionBuilder builder, InstanceId id) {
    return builder
        .instance(id)
        .filter(instance -> instance.status().isLive())
        .flatMap(
            instance ->
                builder
                    .registry()
                    .version(instance.journeyId(), instance.version())
                    .map(version -> new InstanceRunner(builder, version, instance)));
  }

  /**
   * A timer of this person is due. A timer that no longer belongs to its instance means nothing.
   *
   * @param due when it was due, which may be before {@code now}
   */
  public Decision onTimer(
      PersonView person, InstanceId id, Instant due, Registry registry, Instant now) {
    DecisionBuilder builder = builder(person, registry, now, null);
    walk(builder, id)
        .filter(walk -> walk.instance().due().filter(due::equals).isPresent())
        .ifPresent(walk -> onDue(walk, due));
    return builder.finish();
  }

  /** What is parked until the very moment at which the instance expires comes before that. */
  private static void onDue(InstanceRunner walk, Instant due) {
    WaitState park = walk.instance().park();
    if (park != null && park.due().filter(due::equals).isPresent()) {
      walk.resume(new Signal.TimerDue());
    } else {
      walk.end("exited", Map.of("reason", "max_duration"));
    }
  }

  /** Delivery says what became of a send. A repeat, or an older attempt, means nothing. */
  public Decision onOutcome(
      PersonView person, SendId send, Signal.OutcomeCame outcome, Registry registry, Instant now) {
    DecisionBuilder builder = builder(person, registry, now, null);
    Optional<Instance> instance =
        builder.instance(send.instance()).filter(found -> isOut(found, send, outcome.attempt()));
    if (instance.isPresent() && !instance.get().status().isLive()) {
      late(builder, instance.get(), send, outcome);
    } else if (instance.isPresent()) {
      walk(builder, send.instance()).ifPresent(walk -> walk.resume(outcome));
    }
    return builder.finish();
  }

  /**
   * No outcome of a send has come for a long time: it is asked for again under the same id, and
   * given up in the end.
   *
   * @param listeningSince before this outcomes could not be heard: whoever asks was away or behind
   */
  public Decision onOutcomeOverdue(
      PersonView person, InstanceId id, Instant listeningSince, Registry registry, Instant now) {
    DecisionBuilder builder = builder(person, registry, now, null);
    walk(builder, id).ifPresent(walk -> afterSilence(walk, listeningSince, now));
    return builder.finish();
  }

  /**
   * What an event would come to for a journey, and why. The event is one that might happen: nothing
   * of it is stored.
   *
   * @throws java.util.NoSuchElementException when the journey has no version
   */
  public Explanation explain(
      PersonView person, PersonEvent event, Journey journey, Registry registry) {
    return Explainer.explain(person, event, journey, registry);
  }

  /** What an operator held back may go, if nothing else speaks against it now. */
  public Decision onRelease(PersonView person, InstanceId id, Registry registry, Instant now) {
    DecisionBuilder builder = builder(person, registry, now, null);
    walk(builder, id)
        .filter(walk -> walk.instance().park() instanceof WaitState.Held)
        .ifPresent(walk -> walk.resume(new Signal.Released()));
    return builder.finish();
  }

  private static void afterSilence(InstanceRunner walk, Instant listeningSince, Instant now) {
    if (!(walk.instance().park() instanceof WaitState.Outcome sending)
        || !sending.awaitsOutcome()) {
      return;
    }
    Instant since = sending.since().isAfter(listeningSince) ? sending.since() : listeningSince;
    Duration silent = Duration.between(since, now);
    if (silent.compareTo(GIVEN_UP_AFTER) >= 0) {
      walk.resume(
          new Signal.OutcomeCame(
              sending.attempt(), Signal.OutcomeCame.Result.failed, "no outcome", null));
    } else if (silent.compareTo(OUTCOME_TIMEOUT) >= 0) {
      walk.askAgain(sending);
    }
  }

  /** Deciding itself threw: the instance that it was about has failed. */
  public Decision onFault(PersonView person, InstanceId id, RuntimeException cause, Instant now) {
    DecisionBuilder builder = builder(person, Registry.EMPTY, now, null);
    builder
        .instance(id)
        .filter(instance -> instance.status().isLive())
        .ifPresent(
            instance -> {
              Decision.Fault fault = new Decision.Fault(instance.journeyId(), id, "decide", cause);
              builder.fault(fault);
              builder.moved(
                  instance
                      .withLogEntry(
                          instance.node(), null, "failed", Map.of("error", fault.text()), now)
                      .ended(Status.FAILED, fault.text(), now));
            });
    return builder.finish();
  }

  private static boolean isOut(Instance instance, SendId send, int attempt) {
    return instance.park() instanceof WaitState.Outcome sending
        && sending.awaitsOutcome()
        && sending.send().equals(send)
        && sending.attempt() == attempt;
  }

  /** The instance was over before the outcome came: told and counted, and it moves nothing. */
  private static void late(
      DecisionBuilder builder, Instance instance, SendId send, Signal.OutcomeCame outcome) {
    boolean sent = outcome.result() == Signal.OutcomeCame.Result.sent;
    Optional<Step> step =
        builder
            .registry()
            .version(instance.journeyId(), instance.version())
            .flatMap(version -> version.definition().step(send.step()));
    String action =
        step.filter(DeliveryStep.class::isInstance)
            .map(known -> ((DeliveryStep) known).action(sent))
            .orElse(sent ? "email_sent" : "send_failed");
    builder.moved(
        instance
            .withLogEntry(send.step(), null, action, Map.of("afterExit", true), builder.now())
            .settled(instance.updatedAt()));
    if (sent) {
      step.stream()
          .flatMap(Step::templates)
          .forEach(key -> EngagementRecorder.sent(builder, key, send));
    } else if (step.map(SendStep.class::isInstance).orElse(true)) {
      // Nobody will try again, so whatever it was, it has failed for good.
      Instant since = instance.parkedAs(WaitState.Outcome.class).since();
      builder.head(SendGates.released(builder.head(), instance.journeyId(), send, since));
    }
    builder.lateOutcome();
  }

  /**
   * An operator cancels an instance.
   *
   * @param by who
   */
  public Cancellation onCancel(
      PersonView person, InstanceId id, String by, Registry registry, Instant now) {
    DecisionBuilder builder = builder(person, registry, now, null);
    Optional<Instance> instance = builder.instance(id);
    if (instance.isEmpty()) {
      return new Cancellation(Decision.NOTHING, Optional.empty(), Optional.empty());
    }
    Status before = instance.get().status();
    if (before.isLive()) {
      builder.forget(id);
      builder.moved(
          instance
              .get()
              .withLogEntry(instance.get().node(), null, "cancelled", Map.of("by", by), now)
              .ended(Status.EXITED, null, now));
    }
    return new Cancellation(builder.finish(), Optional.of(before), builder.instance(id));
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
  public RetryDecision onRetry(
      PersonView person, InstanceId id, String by, Registry registry, Instant now) {
    return RetryDecision.of(builder(person, registry, now, null), id, by);
  }

  /** Somebody changes what is known of a person. */
  public ContactChange onContact(PersonView person, ContactPatch patch, Instant now) {
    DecisionBuilder builder = builder(person, Registry.EMPTY, now, null);
    boolean fits = builder.patchContact(patch);
    return new ContactChange(builder.finish(), builder.contact(), !fits);
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
    DecisionBuilder builder = builder(person, Registry.EMPTY, now, null);
    builder.head(builder.head().with(builder.head().preferences().merge(patch)));
    return builder.finish();
  }
}
