package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.processor.counter.CounterStore;
import dev.sojourn.processor.counter.DecisionCounters;
import dev.sojourn.processor.deadletter.DeadLetterWriter;
import dev.sojourn.processor.instance.HeldStore;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.processor.timer.TimerKey;
import dev.sojourn.processor.timer.TimerStore;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.topic.Headers;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Writes a decision to the stores and sinks. It decides nothing, and no decision can make it throw.
 */
public final class DecisionApplier {

  private final PersonStores stores;
  private final TimerStore timers;
  private final HeldStore held;
  private final CounterStore counters;
  private final RecordForwarder forwarder;
  private final DeadLetterWriter deadLetters;
  private final Supplier<Registry> registry;

  public DecisionApplier(
      PersonStores stores,
      TimerStore timers,
      HeldStore held,
      CounterStore counters,
      RecordForwarder forwarder,
      DeadLetterWriter deadLetters,
      Supplier<Registry> registry) {
    this.stores = stores;
    this.timers = timers;
    this.held = held;
    this.counters = counters;
    this.forwarder = forwarder;
    this.deadLetters = deadLetters;
    this.registry = registry;
  }

  void apply(StoredPerson person, Decision decision, Instant now) {
    counters.countVersions(stores.instances()::all);
    decision.summary().ifPresent(summary -> stores.persons().put(person.key(), summary));
    decision.contact().ifPresent(contact -> stores.persons().put(person.key(), contact));
    decision.changes().forEach(change -> move(change.before(), change.after()));
    decision.sends().forEach(send -> forwarder.action(action(send, now)));
    decision.emitted().forEach(this::emit);
    for (Decision.EngagementChange change : decision.engagementChanges()) {
      stores
          .engagements()
          .put(person.userHash(), person.userId(), change.send(), change.engagement());
    }
    counters.add(DecisionCounters.of(decision, person, registry.get()));
  }

  private void move(@Nullable Instance before, Instance after) {
    stores.instances().put(before, after);
    moveTimer(before, after);
    moveHeld(before, after);
    if (after.status() == Status.FAILED && hasJustFailed(before, after)) {
      String error = String.valueOf(after.error());
      deadLetters.instance(
          after.userId(),
          after.journeyId(),
          after.id().toString(),
          error.startsWith(DeadLetterWriter.ENGINE_ERROR)
              ? DeadLetterWriter.ENGINE_ERROR
              : "journey_failed",
          error);
    }
  }

  /** An instance that had already failed has failed again if it has entered a step since. */
  private static boolean hasJustFailed(@Nullable Instance before, Instance after) {
    return before == null || before.status().isLive() || after.visits() > before.visits();
  }

  private void moveTimer(@Nullable Instance before, Instance after) {
    Optional<Instant> was = before == null ? Optional.empty() : before.due();
    Optional<Instant> is = after.due();
    if (was.equals(is)) {
      return;
    }
    was.ifPresent(due -> timers.delete(new TimerKey(due, after.id())));
    is.ifPresent(due -> timers.put(new TimerKey(due, after.id()), after.userId()));
  }

  /** Keeps the held-send row of an instance in step with it, as with its timer. */
  private void moveHeld(@Nullable Instance before, Instance after) {
    boolean was = isHeld(before);
    boolean is = isHeld(after);
    if (was == is) {
      return;
    }
    if (is) {
      held.put(after.journeyId(), after.id());
    } else {
      held.delete(after.journeyId(), after.id());
    }
  }

  private static boolean isHeld(@Nullable Instance instance) {
    return instance != null && instance.waitState() instanceof WaitState.Held;
  }

  private static SendAction action(Decision.Send send, Instant now) {
    Instance instance = send.instance();
    return new SendAction(
        send.id(),
        send.attempt(),
        instance.userId(),
        send.channel(),
        send.to(),
        content(send.content()),
        instance.journeyId(),
        send.journeyName(),
        instance.eventName(),
        instance.context(),
        send.contact(),
        now);
  }

  private static SendAction.Content content(Decision.Content content) {
    if (content instanceof Decision.Templated message) {
      Template template = message.template();
      return new SendAction.Templated(template.key(), template.hash(), message.category());
    }
    Decision.Call call = (Decision.Call) content;
    return new SendAction.Call(call.headers(), call.body(), call.email());
  }

  private void emit(Decision.EmittedEvent emission) {
    CanonicalEvent event =
        new CanonicalEvent(
            emission.key(),
            emission.event(),
            emission.userId(),
            null,
            emission.properties(),
            null,
            "journey",
            null);
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.DEPTH, Headers.bytes(emission.depth()));
    forwarder.event(emission.userId(), event.bytes(), headers);
  }
}
