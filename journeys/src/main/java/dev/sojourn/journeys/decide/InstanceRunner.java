package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.condition.EvaluationContext;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.BufferedEvent;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogAction;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.sending.Channel;
import dev.sojourn.journeys.step.DeliveryStep;
import dev.sojourn.journeys.step.EventWait;
import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.journeys.step.Signal;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.journeys.step.StepContext;
import dev.sojourn.journeys.step.StepResult;
import dev.sojourn.journeys.template.Template;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs one instance from step to step until it waits or ends. */
final class InstanceRunner implements StepContext {

  /** The linter rejects loops without a pause; this limit stops one that got through anyway. */
  private static final int LONGEST = 1_000;

  private final DecisionBuilder decision;
  private final JourneyVersion version;
  private Instance instance;

  InstanceRunner(DecisionBuilder decision, JourneyVersion version, Instance instance) {
    this.decision = decision;
    this.version = version;
    this.instance = instance;
  }

  /**
   * A runner for an active instance and its version; empty when the instance has ended or either is
   * unknown.
   */
  static Optional<InstanceRunner> of(DecisionBuilder builder, InstanceId id) {
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

  /** Runs from the first step. The instance has just been created and is at no step yet. */
  void start() {
    guarded(
        () -> {
          Step entry = definition().entry();
          instance =
              instance.withLogEntry(null, entry.id(), StandardAction.ENTERED, null, decision.now());
          enterSteps(null, entry);
        });
  }

  /** Resumes from the step at which the instance waits. */
  void resume(Signal signal) {
    guarded(
        () -> {
          Instance waiting = instance;
          if (signal instanceof Signal.EventCame came) {
            instance = instance.withDepth(came.event().depth());
          }
          Step step = step(instance.node());
          StepResult result = answer(step, signal);
          if (result instanceof StepResult.Wait stay
              && stay.waitState().equals(waiting.waitState())) {
            // An event that does not match changes nothing: no write, and no new depth.
            instance = waiting;
            return;
          }
          if (!(result instanceof StepResult.Wait)) {
            // The wait is over; clear it, so that a duplicate outcome finds nothing.
            instance = instance.settled(instance.updatedAt());
          }
          continueFrom(step, result);
        });
  }

  /** Re-enters the current step of an instance that has just been revived. */
  void retry(String by) {
    // The summary must list it as active first, since it may fail again.
    decision.moved(instance);
    guarded(
        () -> {
          Step step = step(instance.node());
          instance =
              instance.withLogEntry(
                  step.id(), step.id(), StandardAction.RETRIED, Map.of("by", by), decision.now());
          enterSteps(step, step);
        });
  }

  private StepResult answer(Step step, Signal signal) {
    try {
      return step.resume(this, signal);
    } catch (RuntimeException e) {
      instance = instance.settled(instance.updatedAt());
      throw e;
    }
  }

  /** Buffers an event for the wait that follows the current step, if it matches that wait. */
  void keep(EventWait wait, PersonEvent event) {
    guarded(
        () -> {
          if (instance.bufferedEvent() == null && wait.matches(this, event)) {
            BufferedEvent bufferedEvent =
                new BufferedEvent(wait.id(), event.id(), event.receivedAt(), event.depth());
            instance =
                instance.bufferedEvent(bufferedEvent, decision.now()).withDepth(event.depth());
          }
        });
  }

  /** Requests a send with a missing outcome again. The instance does not change. */
  void resend(WaitState.Outcome sending) {
    if (step(instance.node()) instanceof DeliveryStep asks) {
      asks.resend(this, sending.attempt());
    }
  }

  /** Ends the instance for an external reason. */
  void end(LogAction action, Map<String, Object> detail) {
    instance =
        instance
            .withLogEntry(instance.node(), null, action, detail, decision.now())
            .ended(Status.EXITED, null, decision.now());
    decision.moved(instance);
  }

  /** Fails the instance after an exception in something that belongs to it. */
  void crash(String where, RuntimeException cause) {
    Decision.Fault fault = new Decision.Fault(instance.journeyId(), instance.id(), where, cause);
    decision.fault(fault);
    fail(null, fault.text());
    decision.moved(instance);
  }

  /** Limits the effect of an exception in a step to this instance. */
  private void guarded(Runnable movement) {
    try {
      movement.run();
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      crash("step '" + instance.node() + "'", e);
    }
    decision.moved(instance);
  }

  /** Enters steps until one waits or ends. */
  private void enterSteps(@Nullable Step from, Step entered) {
    Step left = from;
    Step next = entered;
    for (int i = 0; i < LONGEST; i++) {
      instance = instance.atStep(next.id(), next.terminal(), decision.now());
      StepResult result = next.enter(this);
      if (result instanceof StepResult.GoTo move) {
        left = next;
        next = logMove(left, move);
      } else {
        stop(left, next, result);
        return;
      }
    }
    fail(null, "walked %d steps without a pause".formatted(LONGEST));
  }

  private void continueFrom(Step step, StepResult result) {
    if (result instanceof StepResult.GoTo move) {
      enterSteps(step, logMove(step, move));
    } else {
      stop(step, step, result);
    }
  }

  /** Logs the transition and returns the next step. */
  private Step logMove(Step from, StepResult.GoTo move) {
    Step to = step(move.to());
    if (move.work() != null) {
      instance =
          instance.withLogEntry(
              from.id(), to.id(), move.work().action(), move.work().detail(), decision.now());
    } else if (!to.terminal()) {
      instance =
          instance.withLogEntry(from.id(), to.id(), StandardAction.WAITED, null, decision.now());
    }
    return to;
  }

  private void stop(@Nullable Step left, Step at, StepResult result) {
    if (result instanceof StepResult.Wait stay) {
      if (!stay.waitState().equals(instance.waitState())) {
        if (stay.work() != null) {
          instance =
              instance.withLogEntry(
                  at.id(), at.id(), stay.work().action(), stay.work().detail(), decision.now());
        }
        instance = instance.waiting(stay.waitState(), decision.now());
      }
      return;
    }
    StepResult.End end = (StepResult.End) result;
    String from = left == null ? null : left.id();
    String to = at.terminal() ? at.id() : null;
    switch (end.ending()) {
      case COMPLETED ->
          instance =
              instance
                  .withLogEntry(from, to, StandardAction.COMPLETED, null, decision.now())
                  .ended(Status.COMPLETED, null, decision.now());
      case EXITED ->
          instance =
              instance
                  .withLogEntry(
                      from, to, StandardAction.EXITED, reason(end.reason()), decision.now())
                  .ended(Status.EXITED, null, decision.now());
      case FAILED -> failAt(at.terminal() ? from : at.id(), to, String.valueOf(end.reason()));
    }
  }

  private static Map<String, Object> reason(@Nullable String reason) {
    return Map.of("reason", String.valueOf(reason));
  }

  private void fail(@Nullable String to, String error) {
    failAt(instance.node(), to, error);
  }

  private void failAt(@Nullable String from, @Nullable String to, String error) {
    instance =
        instance
            .withLogEntry(from, to, StandardAction.FAILED, Map.of("error", error), decision.now())
            .ended(Status.FAILED, error, decision.now());
  }

  private JourneyDefinition definition() {
    return version.definition();
  }

  private Step step(String id) {
    return definition()
        .step(id)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "expected step '%s' in version %d of journey '%s', found none"
                        .formatted(id, version.number(), version.journeyId())));
  }

  // Implementation of StepContext.

  @Override
  public Instant now() {
    return decision.now();
  }

  @Override
  public Instance instance() {
    return instance;
  }

  @Override
  public EvaluationContext facts() {
    return decision.facts(instance.context(), instance.context());
  }

  @Override
  public EvaluationContext factsOf(PersonEvent event) {
    return decision.facts(event.properties(), instance.context());
  }

  @Override
  public EvaluationContext factsOf(Map<String, Object> properties) {
    return decision.facts(properties, instance.context());
  }

  @Override
  public Optional<Template> template(String key) {
    return decision.registry().template(key);
  }

  @Override
  public @Nullable String sendRefusal(Template template, String channel, int attempt) {
    return gates().refusal(template, channel, attempt);
  }

  @Override
  public Optional<Instant> quietUntil(Template template) {
    return gates().quietUntil(template);
  }

  private SendGates gates() {
    return new SendGates(decision, version.journeyId(), definition());
  }

  @Override
  public boolean sendsAreHeld() {
    return decision.registry().holds(instance.journeyId());
  }

  @Override
  public @Nullable String address(String channel) {
    Optional<Channel> known = Channel.named(channel).filter(one -> one != Channel.email);
    if (known.isPresent()) {
      return known.get().address(decision.contact().properties());
    }
    return instance.email().isBlank() ? decision.contact().email() : instance.email();
  }

  @Override
  public SendId sendId() {
    return instance.waitState() instanceof WaitState.Outcome sending
            && sending.send().step().equals(instance.node())
            && sending.send().visit() == instance.visits()
        ? sending.send()
        : new SendId(instance.id(), instance.node(), instance.visits());
  }

  @Override
  public RetryPolicy retries() {
    return decision.retries();
  }

  @Override
  public void send(String channel, String to, Template template, int attempt) {
    SendGates gates = gates();
    if (attempt == 1 && !isOut()) {
      gates.reserve(sendId(), template, channel);
    }
    ask(channel, to, new Decision.Templated(template, gates.category(template)), attempt);
  }

  @Override
  public void call(String url, Map<String, String> headers, Map<String, Object> body, int attempt) {
    ask("webhook", url, new Decision.Call(headers, body, address("email")), attempt);
  }

  private void ask(String channel, String to, Decision.Content content, int attempt) {
    decision.send(
        new Decision.Send(
            sendId(),
            attempt,
            channel,
            to,
            content,
            instance,
            definition().title(),
            decision.contact().properties()));
  }

  private boolean isOut() {
    return instance.waitState() instanceof WaitState.Outcome sending && sending.awaitsOutcome();
  }

  @Override
  public void sent(String template) {
    EngagementRecorder.sent(decision, template, sendId());
  }

  @Override
  public void sendFailed() {
    gates().release(sendId());
  }

  @Override
  public boolean hasBufferedEvent(String stepId) {
    BufferedEvent bufferedEvent = instance.bufferedEvent();
    if (bufferedEvent == null) {
      return false;
    }
    instance = instance.bufferedEvent(null, decision.now());
    return bufferedEvent.step().equals(stepId);
  }

  @Override
  public void updateContact(ContactPatch patch) {
    if (!decision.patchContact(patch)) {
      throw new IllegalStateException(
          "expected a contact of at most %d bytes".formatted(Limits.CONTACT));
    }
  }

  @Override
  public void emit(String event, Map<String, Object> properties) {
    String key = new SendId(instance.id(), instance.node(), instance.visits()).toString();
    decision.emit(
        new Decision.EmittedEvent(
            instance.userId(), event, new LinkedHashMap<>(properties), key, instance.depth() + 1));
  }
}
