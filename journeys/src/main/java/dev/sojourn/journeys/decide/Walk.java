package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.condition.Facts;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.Caught;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.Park;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Template;
import dev.sojourn.journeys.sending.Channel;
import dev.sojourn.journeys.step.CatchesEvents;
import dev.sojourn.journeys.step.DeliveredStep;
import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.journeys.step.Signal;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.journeys.step.Turn;
import dev.sojourn.journeys.step.Visit;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks one instance from step to step until it stands still or is over. */
final class Walk implements Visit {

  /** The linter refuses loops that take no time; this stops one that came in all the same. */
  private static final int LONGEST = 1_000;

  private final Draft draft;
  private final JourneyVersion version;
  private Instance instance;

  Walk(Draft draft, JourneyVersion version, Instance instance) {
    this.draft = draft;
    this.version = version;
    this.instance = instance;
  }

  /** From the first step on. The instance has entered and stands nowhere yet. */
  void start() {
    guarded(
        () -> {
          Step entry = definition().entry();
          instance = instance.logged(null, entry.id(), "entered", null, draft.now());
          follow(null, entry);
        });
  }

  /** From where it is parked. */
  void resume(Signal signal) {
    guarded(
        () -> {
          Instance parked = instance;
          if (signal instanceof Signal.EventCame came) {
            instance = instance.deeper(came.event().depth());
          }
          Step step = step(instance.node());
          Turn turn = answer(step, signal);
          if (turn instanceof Turn.Stay stay && stay.park().equals(parked.park())) {
            // An event that does not match leaves no trace: no write, and no depth.
            instance = parked;
            return;
          }
          if (!(turn instanceof Turn.Stay)) {
            // What it was parked for has come: an outcome that is told twice must find nothing.
            instance = instance.settled(instance.updatedAt());
          }
          settle(step, turn);
        });
  }

  /** Once more from the step it stands at. It has just been revived and stands nowhere yet. */
  void again(String by) {
    // The head has to know it as living first: it may fail once more.
    draft.moved(instance);
    guarded(
        () -> {
          Step step = step(instance.node());
          instance =
              instance.logged(step.id(), step.id(), "retried", Map.of("by", by), draft.now());
          follow(step, step);
        });
  }

  private Turn answer(Step step, Signal signal) {
    try {
      return step.resume(this, signal);
    } catch (RuntimeException e) {
      instance = instance.settled(instance.updatedAt());
      throw e;
    }
  }

  /** Keeps an event for the wait that follows the step it is parked at, if that wait wants it. */
  void keep(CatchesEvents wait, PersonEvent event) {
    guarded(
        () -> {
          if (instance.caught() == null && wait.catches(this, event)) {
            Caught caught = new Caught(wait.id(), event.id(), event.receivedAt(), event.depth());
            instance = instance.caught(caught, draft.now()).deeper(event.depth());
          }
        });
  }

  /** Asks delivery once more for a send whose outcome is missing. Nothing of the instance moves. */
  void askAgain(Park.Sending sending) {
    if (step(instance.node()) instanceof DeliveredStep asks) {
      asks.askAgain(this, sending.attempt());
    }
  }

  /** It is over, for a reason from outside. */
  void end(String action, Map<String, Object> detail) {
    instance =
        instance
            .logged(instance.node(), null, action, detail, draft.now())
            .ended(Status.EXITED, null, draft.now());
    draft.moved(instance);
  }

  /** Something that belongs to it threw. */
  void crash(String where, RuntimeException cause) {
    Decision.Fault fault = new Decision.Fault(instance.journeyId(), instance.id(), where, cause);
    draft.fault(fault);
    fail(null, fault.text());
    draft.moved(instance);
  }

  /** Whatever a step throws costs this instance and nothing else. */
  private void guarded(Runnable movement) {
    try {
      movement.run();
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      crash("step '" + instance.node() + "'", e);
    }
    draft.moved(instance);
  }

  /** Enters steps until one parks or ends. */
  private void follow(@Nullable Step from, Step entered) {
    Step left = from;
    Step next = entered;
    for (int i = 0; i < LONGEST; i++) {
      instance = instance.arrivedAt(next.id(), next.terminal(), draft.now());
      Turn turn = next.enter(this);
      if (turn instanceof Turn.Move move) {
        left = next;
        next = leave(left, move);
      } else {
        rest(left, next, turn);
        return;
      }
    }
    fail(null, "walked %d steps without a pause".formatted(LONGEST));
  }

  private void settle(Step step, Turn turn) {
    if (turn instanceof Turn.Move move) {
      follow(step, leave(step, move));
    } else {
      rest(step, step, turn);
    }
  }

  /** Logs the movement and gives the step it goes to. */
  private Step leave(Step from, Turn.Move move) {
    Step to = step(move.to());
    if (move.work() != null) {
      instance =
          instance.logged(
              from.id(), to.id(), move.work().action(), move.work().detail(), draft.now());
    } else if (!to.terminal()) {
      instance = instance.logged(from.id(), to.id(), "waited", null, draft.now());
    }
    return to;
  }

  private void rest(@Nullable Step left, Step at, Turn turn) {
    if (turn instanceof Turn.Stay stay) {
      if (!stay.park().equals(instance.park())) {
        if (stay.work() != null) {
          instance =
              instance.logged(
                  at.id(), at.id(), stay.work().action(), stay.work().detail(), draft.now());
        }
        instance = instance.parked(stay.park(), draft.now());
      }
      return;
    }
    Turn.End end = (Turn.End) turn;
    String from = left == null ? null : left.id();
    String to = at.terminal() ? at.id() : null;
    switch (end.ending()) {
      case COMPLETED ->
          instance =
              instance
                  .logged(from, to, "completed", null, draft.now())
                  .ended(Status.COMPLETED, null, draft.now());
      case EXITED ->
          instance =
              instance
                  .logged(from, to, "exited", reason(end.reason()), draft.now())
                  .ended(Status.EXITED, null, draft.now());
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
            .logged(from, to, "failed", Map.of("error", error), draft.now())
            .ended(Status.FAILED, error, draft.now());
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

  // What a step may know and ask for.

  @Override
  public Instant now() {
    return draft.now();
  }

  @Override
  public Instance instance() {
    return instance;
  }

  @Override
  public Facts facts() {
    return draft.facts(instance.context(), instance.context());
  }

  @Override
  public Facts factsOf(PersonEvent event) {
    return draft.facts(event.properties(), instance.context());
  }

  @Override
  public Facts factsOf(Map<String, Object> properties) {
    return draft.facts(properties, instance.context());
  }

  @Override
  public Optional<Template> template(String key) {
    return draft.registry().template(key);
  }

  @Override
  public @Nullable String sendRefusal(Template template, String channel, int attempt) {
    return gates().refusal(template, channel, attempt);
  }

  @Override
  public Optional<Instant> quietUntil(Template template) {
    return gates().quietUntil(template);
  }

  private Gates gates() {
    return new Gates(draft, version.journeyId(), definition());
  }

  @Override
  public boolean sendsAreHeld() {
    return draft.registry().holds(instance.journeyId());
  }

  @Override
  public @Nullable String address(String channel) {
    Optional<Channel> known = Channel.named(channel).filter(one -> one != Channel.email);
    if (known.isPresent()) {
      return known.get().address(draft.contact().properties());
    }
    return instance.email().isBlank() ? draft.contact().email() : instance.email();
  }

  @Override
  public SendId sendId() {
    return instance.park() instanceof Park.Sending sending
            && sending.send().step().equals(instance.node())
            && sending.send().visit() == instance.visits()
        ? sending.send()
        : new SendId(instance.id(), instance.node(), instance.visits());
  }

  @Override
  public RetryPolicy retries() {
    return draft.retries();
  }

  @Override
  public void send(String channel, String to, Template template, int attempt) {
    Gates gates = gates();
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
    draft.send(
        new Decision.Send(
            sendId(),
            attempt,
            channel,
            to,
            content,
            instance,
            definition().title(),
            draft.contact().properties()));
  }

  private boolean isOut() {
    return instance.park() instanceof Park.Sending sending && sending.out();
  }

  @Override
  public void sent(String template) {
    Emails.sent(draft, template, sendId());
  }

  @Override
  public void sendFailed() {
    gates().release(sendId());
  }

  @Override
  public boolean caught(String stepId) {
    Caught caught = instance.caught();
    if (caught == null) {
      return false;
    }
    instance = instance.caught(null, draft.now());
    return caught.step().equals(stepId);
  }

  @Override
  public void updateContact(ContactPatch patch) {
    if (!draft.patchContact(patch)) {
      throw new IllegalStateException(
          "expected a contact of at most %d bytes".formatted(Limits.CONTACT));
    }
  }

  @Override
  public void emit(String event, Map<String, Object> properties) {
    String key = new SendId(instance.id(), instance.node(), instance.visits()).toString();
    draft.emit(
        new Decision.Emission(
            instance.userId(), event, new LinkedHashMap<>(properties), key, instance.depth() + 1));
  }
}
