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
import dev.sojourn.journeys.instance.LogAction;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.StandardAction;
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
 * Decides how a stimulus changes a person's journeys. Pure: it reads only its arguments, writes
 * nothing, and returns the same decision for the same state, stimulus and time. Stateless, so safe
 * for use by multiple threads.
 *
 * <p>An event is processed in this order: contact, exits, waits, goals, entries. Conditions
 * therefore see the contact as the event changes it, and an event never ends or resumes the
 * instance that it creates.
 */
public final class Decider {

  /** How long an outcome may be missing before the send is requested again. */
  public static final Duration OUTCOME_TIMEOUT = Duration.ofMinutes(15);

  /** How long an outcome may be missing before the send counts as failed. */
  public static final Duration GIVEN_UP_AFTER = Duration.ofHours(24);

  private final RetryPolicy retries;

  /** Uses the standard retry policy. */
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

  /**
   * Whether any journey, or any instance or open goal of this person, needs events of this name.
   */
  public boolean concerns(PersonSummary summary, String event, Registry registry) {
    if (!registry.triggeredBy(event).isEmpty()
        || Engagement.isEngagementEvent(event)
        || EmailFeedback.isFeedbackEvent(event)) {
      return true;
    }
    for (ActiveInstance live : summary.live()) {
      if (live.subscribedEvents().contains(event) || exitsOn(live, event, registry)) {
        return true;
      }
    }
    return GoalTracker.concern(summary, event, registry);
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

  /**
   * Processes a new event of this person (no duplicate). The time of the decision is the event's
   * append time.
   */
  public Decision onEvent(PersonView person, PersonEvent event, Registry registry) {
    DecisionBuilder builder = builder(person, registry, event.receivedAt(), event);
    patchContact(builder, event);
    if (event.historical()) {
      return builder.finish();
    }
    applyFeedback(builder, event);
    EngagementRecorder.note(builder, event);
    if (event.tooDeep()) {
      registry
          .triggeredBy(event.name())
          .forEach(journey -> EntryEvaluator.refuse(builder, journey.id(), RefusalReason.LOOP));
      return builder.finish();
    }
    applyExits(builder, event);
    GoalTracker.reach(builder, event);
    enter(builder, event);
    return builder.finish();
  }

  /**
   * Replays a stored event: exits, waits and guards are evaluated as if it arrived now, with its
   * original event time. The contact and goals are not updated again, since the first processing
   * did that.
   *
   * @param event with the append time of the replay request
   * @param replay the id of the replay request; it makes the ids of new instances differ from those
   *     of the first processing, even within one millisecond
   */
  public Decision onReplay(PersonView person, PersonEvent event, String replay, Registry registry) {
    DecisionBuilder builder = builder(person, registry, event.receivedAt(), event);
    builder.triggerId(EventIds.derive(person.userHash(), event.id().toString(), replay));
    applyExits(builder, event);
    enter(builder, event);
    return builder.finish();
  }

  /** Ends the instances that exit on the event and resumes those that wait for it. */
  private void applyExits(DecisionBuilder builder, PersonEvent event) {
    List<ActiveInstance> live = builder.summary().live();
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
      EntryEvaluator.evaluate(builder, journey, event);
    }
  }

  /**
   * Processes again a part of a stored event that failed with an exception. The results of the
   * other parts stay as they are.
   *
   * @param part any but the whole event, which {@link #onEvent} processes
   * @param decided the journeys that have already decided on the event
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
              .forEach(journey -> EntryEvaluator.evaluate(builder, journey, event));
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

  /**
   * Applied before any condition is evaluated: an opt-out must already stop the sends of this
   * event.
   */
  private static void applyFeedback(DecisionBuilder builder, PersonEvent event) {
    if (EmailFeedback.isFeedbackEvent(event.name())) {
      Preferences before = builder.summary().preferences();
      Preferences after = EmailFeedback.applyTo(before, event.name(), event.properties());
      builder.summary(builder.summary().with(after));
    }
  }

  private boolean exits(DecisionBuilder builder, ActiveInstance known, PersonEvent event) {
    for (EventRule rule : exitRules(known, builder.registry())) {
      if (!rule.event().equals(event.name())) {
        continue;
      }
      Optional<InstanceRunner> runner =
          runner(builder, known.id()).filter(found -> !isOwn(found, event));
      if (runner.isPresent() && ends(rule, runner.get(), event)) {
        return true;
      }
    }
    return false;
  }

  /** Whether this same event created the instance, which can be the case in a replay. */
  private static boolean isOwn(InstanceRunner runner, PersonEvent event) {
    return runner.instance().eventId().equals(event.id());
  }

  private static boolean ends(EventRule rule, InstanceRunner runner, PersonEvent event) {
    boolean holds;
    try {
      holds = Condition.all(rule.conditions(), runner.factsOf(event));
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      // It is unknown whether the exit applied. End the instance: a send after a missed exit is
      // worse.
      runner.crash("exitOn", e);
      return true;
    }
    if (holds) {
      runner.end(StandardAction.EXITED, Map.of("reason", "exit_event", "event", event.name()));
    }
    return holds;
  }

  private static void wake(DecisionBuilder builder, InstanceId id, PersonEvent event) {
    Optional<InstanceRunner> runner = runner(builder, id).filter(found -> !isOwn(found, event));
    if (runner.isEmpty()) {
      return;
    }
    Instance instance = runner.get().instance();
    if (instance.waitState() instanceof WaitState.Event awaiting
        && awaiting.event().equals(event.name())) {
      runner.get().resume(new Signal.EventCame(event));
    } else {
      EventSubscriptions.waitAfter(instance, builder.registry())
          .filter(wait -> wait.event().equals(event.name()))
          .ifPresent(wait -> runner.get().keep(wait, event));
    }
  }

  /**
   * A runner for an active instance and its version; empty when the instance has ended or is
   * unknown.
   */
  private static Optional<InstanceRunner> runner(DecisionBuilder builder, InstanceId id) {
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
   * Processes a due timer of this person. Ignored when the timer no longer belongs to its instance.
   *
   * @param due when it was due, which may be before {@code now}
   */
  public Decision onTimer(
      PersonView person, InstanceId id, Instant due, Registry registry, Instant now) {
    DecisionBuilder builder = builder(person, registry, now, null);
    runner(builder, id)
        .filter(runner -> runner.instance().due().filter(due::equals).isPresent())
        .ifPresent(runner -> onDue(runner, due));
    return builder.finish();
  }

  /** A wait state that is due at the very moment the instance expires takes precedence. */
  private static void onDue(InstanceRunner runner, Instant due) {
    WaitState waitState = runner.instance().waitState();
    if (waitState != null && waitState.due().filter(due::equals).isPresent()) {
      runner.resume(new Signal.TimerDue());
    } else {
      runner.end(StandardAction.EXITED, Map.of("reason", "max_duration"));
    }
  }

  /** Processes the outcome of a send. Duplicates and outcomes of older attempts are ignored. */
  public Decision onOutcome(
      PersonView person, SendId send, Signal.OutcomeCame outcome, Registry registry, Instant now) {
    DecisionBuilder builder = builder(person, registry, now, null);
    Optional<Instance> instance =
        builder.instance(send.instance()).filter(found -> isOut(found, send, outcome.attempt()));
    if (instance.isPresent() && !instance.get().status().isLive()) {
      countLateOutcome(builder, instance.get(), send, outcome);
    } else if (instance.isPresent()) {
      runner(builder, send.instance()).ifPresent(runner -> runner.resume(outcome));
    }
    return builder.finish();
  }

  /**
   * Processes an overdue outcome: requests the send again under the same id, and finally fails it.
   *
   * @param listeningSince since when outcomes have been consumed without a gap; time before that,
   *     when the node was down or lagging, does not count
   */
  public Decision onOutcomeOverdue(
      PersonView person, InstanceId id, Instant listeningSince, Registry registry, Instant now) {
    DecisionBuilder builder = builder(person, registry, now, null);
    runner(builder, id).ifPresent(runner -> afterOverdueOutcome(runner, listeningSince, now));
    return builder.finish();
  }

  /**
   * Explains whether an event would enter a journey, and why. The event is hypothetical: nothing is
   * stored.
   *
   * @throws java.util.NoSuchElementException when the journey has no version
   */
  public Explanation explain(
      PersonView person, PersonEvent event, Journey journey, Registry registry) {
    return Explainer.explain(person, event, journey, registry);
  }

  /** Releases a held send, provided that the send gates still allow it. */
  public Decision onRelease(PersonView person, InstanceId id, Registry registry, Instant now) {
    DecisionBuilder builder = builder(person, registry, now, null);
    runner(builder, id)
        .filter(runner -> runner.instance().waitState() instanceof WaitState.Held)
        .ifPresent(runner -> runner.resume(new Signal.Released()));
    return builder.finish();
  }

  private static void afterOverdueOutcome(
      InstanceRunner runner, Instant listeningSince, Instant now) {
    if (!(runner.instance().waitState() instanceof WaitState.Outcome sending)
        || !sending.awaitsOutcome()) {
      return;
    }
    Instant since = sending.since().isAfter(listeningSince) ? sending.since() : listeningSince;
    Duration silent = Duration.between(since, now);
    if (silent.compareTo(GIVEN_UP_AFTER) >= 0) {
      runner.resume(
          new Signal.OutcomeCame(
              sending.attempt(), Signal.OutcomeCame.Result.failed, "no outcome", null));
    } else if (silent.compareTo(OUTCOME_TIMEOUT) >= 0) {
      runner.resend(sending);
    }
  }

  /** Fails the instance whose decision threw an exception. */
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
                          instance.node(),
                          null,
                          StandardAction.FAILED,
                          Map.of("error", fault.text()),
                          now)
                      .ended(Status.FAILED, fault.text(), now));
            });
    return builder.finish();
  }

  private static boolean isOut(Instance instance, SendId send, int attempt) {
    return instance.waitState() instanceof WaitState.Outcome sending
        && sending.awaitsOutcome()
        && sending.send().equals(send)
        && sending.attempt() == attempt;
  }

  /**
   * The instance ended before the outcome arrived: log and count it, but do not resume the
   * instance.
   */
  private static void countLateOutcome(
      DecisionBuilder builder, Instance instance, SendId send, Signal.OutcomeCame outcome) {
    boolean sent = outcome.result() == Signal.OutcomeCame.Result.sent;
    Optional<Step> step =
        builder
            .registry()
            .version(instance.journeyId(), instance.version())
            .flatMap(version -> version.definition().step(send.step()));
    LogAction action =
        step.filter(DeliveryStep.class::isInstance)
            .map(known -> ((DeliveryStep) known).action(sent))
            .orElse(sent ? StandardAction.EMAIL_SENT : StandardAction.SEND_FAILED);
    builder.moved(
        instance
            .withLogEntry(send.step(), null, action, Map.of("afterExit", true), builder.now())
            .settled(instance.updatedAt()));
    if (sent) {
      step.stream()
          .flatMap(Step::templates)
          .forEach(key -> EngagementRecorder.sent(builder, key, send));
    } else if (step.map(SendStep.class::isInstance).orElse(true)) {
      // There will be no retry, so any result other than sent is final.
      Instant since = instance.parkedAs(WaitState.Outcome.class).since();
      builder.summary(SendGates.released(builder.summary(), instance.journeyId(), send, since));
    }
    builder.lateOutcome();
  }

  /**
   * Cancels an instance on an operator's request.
   *
   * @param by the actor
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
              .withLogEntry(
                  instance.get().node(), null, StandardAction.CANCELLED, Map.of("by", by), now)
              .ended(Status.EXITED, null, now));
    }
    return new Cancellation(builder.finish(), Optional.of(before), builder.instance(id));
  }

  /**
   * Result of a cancel.
   *
   * @param before the status before, empty when there is no such instance; only an active instance
   *     is cancelled
   * @param after the instance now
   */
  public record Cancellation(Decision decision, Optional<Status> before, Optional<Instance> after) {

    public boolean cancelled() {
      return before.map(Status::isLive).orElse(false);
    }
  }

  /**
   * Retries a failed instance on an operator's request: re-enters the step at which it failed.
   *
   * @param by the actor
   */
  public RetryDecision onRetry(
      PersonView person, InstanceId id, String by, Registry registry, Instant now) {
    return RetryDecision.of(builder(person, registry, now, null), id, by);
  }

  /** Changes a person's contact properties. */
  public ContactChange onContact(PersonView person, ContactPatch patch, Instant now) {
    DecisionBuilder builder = builder(person, Registry.EMPTY, now, null);
    boolean fits = builder.patchContact(patch);
    return new ContactChange(builder.finish(), builder.contact(), !fits);
  }

  /**
   * Result of a contact change.
   *
   * @param contact as it is now
   * @param tooLarge whether the change was rejected because the contact would exceed its size limit
   */
  public record ContactChange(Decision decision, Contact contact, boolean tooLarge) {}

  /** Changes a person's preferences. */
  public Decision onPreferences(PersonView person, PreferencesPatch patch, Instant now) {
    DecisionBuilder builder = builder(person, Registry.EMPTY, now, null);
    builder.summary(builder.summary().with(builder.summary().preferences().merge(patch)));
    return builder.finish();
  }
}
