package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.condition.EvaluationContext;
import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.entry.EntryGuard;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.ActiveInstance;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.EventHistory;
import dev.sojourn.journeys.person.EventHistory.StoredEvent;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.PersonView;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.step.RetryPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds a decision: the stored person, overlaid with what has been decided so far. */
final class DecisionBuilder {

  private final PersonView stored;
  private final Registry registry;
  private final Instant now;
  private final @Nullable PersonEvent event;
  private final RetryPolicy retries;
  private final Map<InstanceId, Optional<Instance>> before = new LinkedHashMap<>();
  private final Map<InstanceId, Instance> after = new LinkedHashMap<>();
  private final Set<InstanceId> forgotten = new HashSet<>();
  private final List<Decision.Send> sends = new ArrayList<>();
  private final List<Decision.EmittedEvent> emitted = new ArrayList<>();
  private final List<Decision.Entry> entries = new ArrayList<>();
  private final List<Decision.Fault> faults = new ArrayList<>();
  private final List<Decision.ReachedGoal> goals = new ArrayList<>();
  private final List<String> heldOut = new ArrayList<>();
  private final List<Decision.EngagementChange> touches = new ArrayList<>();
  private final List<Decision.EmailReport> reports = new ArrayList<>();
  private PersonSummary summary;
  private @Nullable Contact contact;
  private @Nullable UUID triggerId;
  private int outcomesAfterEnd;
  private @Nullable Rejection rejection;
  private Consumer<EntryGuard.EntryAttempt> onAttempt = attempt -> {};

  DecisionBuilder(
      PersonView stored,
      Registry registry,
      Instant now,
      @Nullable PersonEvent event,
      RetryPolicy retries) {
    this.retries = retries;
    this.stored = stored;
    this.registry = registry;
    this.now = now;
    this.event = event;
    this.summary = stored.summary();
  }

  PersonView person() {
    return stored;
  }

  /** Derives the ids of new instances from this key instead of the event id. */
  void triggerId(UUID other) {
    triggerId = other;
  }

  /** Whether this is a replay of a stored event. */
  boolean isReplay() {
    return triggerId != null;
  }

  UUID triggerId(PersonEvent event) {
    return triggerId == null ? event.id() : triggerId;
  }

  Registry registry() {
    return registry;
  }

  Instant now() {
    return now;
  }

  RetryPolicy retries() {
    return retries;
  }

  PersonSummary summary() {
    return summary;
  }

  void summary(PersonSummary changed) {
    summary = changed;
  }

  Contact contact() {
    if (contact == null) {
      contact = stored.contact();
    }
    return contact;
  }

  /**
   * Changes the contact.
   *
   * @return false when it would become too large; it is then left unchanged
   */
  boolean patchContact(ContactPatch patch) {
    if (patch.isEmpty()) {
      // Most events do not change the contact, and must not cost a read of it.
      return true;
    }
    Contact patched = contact().patched(patch);
    if (!patched.equals(contact()) && Limits.sizeOf(patched.properties()) > Limits.CONTACT) {
      return false;
    }
    contact = patched;
    return true;
  }

  EvaluationContext facts(Map<String, Object> properties, Map<String, Object> trigger) {
    return new EvaluationContext(
        properties, trigger, () -> contact().properties(), history(), this::lastEmail, now);
  }

  private Optional<Engagement> lastEmail(String template) {
    return Optional.ofNullable(summary.lastSends().get(template))
        .map(last -> engagement(last.send()));
  }

  /** The person's engagement with an email, including the current event. */
  Engagement engagement(SendId send) {
    for (Decision.EngagementChange touch : touches) {
      if (touch.send().equals(send)) {
        return touch.engagement();
      }
    }
    return stored.engagement(send);
  }

  /** The stored history plus the current event, which is not stored yet. */
  private EventHistory history() {
    return event == null
        ? stored.history()
        : stored
            .history()
            .including(
                new StoredEvent(event.id(), event.name(), event.occurredAt(), event.properties()));
  }

  Optional<Instance> instance(InstanceId id) {
    Instance changed = after.get(id);
    return changed != null ? Optional.of(changed) : before.computeIfAbsent(id, stored::instance);
  }

  void entered(Instance instance) {
    before.put(instance.id(), Optional.empty());
    after.put(instance.id(), instance);
  }

  /**
   * Updates the summary immediately, so that guards see instances that this same event has ended.
   */
  void moved(Instance instance) {
    Instance was = instance(instance.id()).orElse(null);
    if (!instance.equals(was)) {
      after.put(instance.id(), instance);
      summary = headAfter(summary, was, instance);
    }
  }

  /** Excludes this instance from the entry limits. */
  void forget(InstanceId id) {
    forgotten.add(id);
  }

  void send(Decision.Send send) {
    sends.add(send);
  }

  void emit(Decision.EmittedEvent emission) {
    emitted.add(emission);
  }

  /** Sets an observer of attempts to enter, which is called before their guards are evaluated. */
  void onAttempt(Consumer<EntryGuard.EntryAttempt> observer) {
    onAttempt = observer;
  }

  void attempted(EntryGuard.EntryAttempt attempt) {
    onAttempt.accept(attempt);
  }

  void entry(Decision.Entry entry) {
    entries.add(entry);
  }

  void fault(Decision.Fault fault) {
    faults.add(fault);
  }

  void goal(Decision.ReachedGoal goal) {
    goals.add(goal);
  }

  /** Records that this journey holds the person out for the first time. */
  void heldOut(String journeyId) {
    heldOut.add(journeyId);
  }

  void report(Decision.EmailReport report) {
    reports.add(report);
  }

  void touch(Decision.EngagementChange touch) {
    touches.add(touch);
  }

  void lateOutcome() {
    outcomesAfterEnd++;
  }

  /** Whether the decision changes this instance so far. */
  boolean hasMoved(InstanceId id) {
    Instance now = after.get(id);
    return now != null && !now.equals(before.getOrDefault(id, Optional.empty()).orElse(null));
  }

  /** Rejects the request. Nothing may be decided beside it. */
  void reject(Rejection reason) {
    rejection = reason;
  }

  /** Completes the decision. */
  Decision finish() {
    if (rejection != null) {
      return Decision.builder().rejection(rejection).build();
    }
    List<Decision.Change> changes = new ArrayList<>();
    after.forEach(
        (id, now) -> {
          Instance was = before.getOrDefault(id, Optional.empty()).orElse(null);
          if (!now.equals(was)) {
            changes.add(new Decision.Change(was, now));
          }
        });
    Contact changed = contact;
    return Decision.builder()
        .summary(summary.equals(stored.summary()) ? null : summary.withoutGoalsUntil(now))
        .contact(changed == null || changed.equals(stored.contact()) ? null : changed)
        .changes(changes)
        .sends(sends)
        .emitted(emitted)
        .entries(entries)
        .faults(faults)
        .outcomesAfterEnd(outcomesAfterEnd)
        .goals(goals)
        .heldOut(heldOut)
        .engagementChanges(touches)
        .emailReports(reports)
        .build();
  }

  private PersonSummary headAfter(PersonSummary known, @Nullable Instance was, Instance now) {
    if (now.status().isLive()) {
      return withLive(known, now);
    }
    boolean justEnded = was == null || was.status().isLive();
    if (!justEnded) {
      return known;
    }
    PersonSummary settled = was == null ? known : SendGates.abandoned(known, was);
    PersonSummary without = settled.without(now.id());
    return now.status() == Status.FAILED || forgotten.contains(now.id())
        ? without.with(now.journeyId(), without.entriesInto(now.journeyId()).withoutLatest())
        : without;
  }

  /**
   * The summary may list more events and an earlier timer than the instance has; that costs only a
   * read. Write it only when it would list too few events or too late a timer.
   */
  private PersonSummary withLive(PersonSummary known, Instance instance) {
    List<String> awaits = EventSubscriptions.eventsOf(instance, registry);
    Instant due = instance.due().orElse(null);
    Optional<ActiveInstance> listed =
        known.live().stream().filter(live -> live.id().equals(instance.id())).findFirst();
    boolean enough =
        listed.isPresent()
            && listed.get().subscribedEvents().containsAll(awaits)
            && (due == null || Objects.equals(due, listed.get().due()));
    return enough
        ? known
        : known.with(
            new ActiveInstance(
                instance.id(), instance.journeyId(), instance.version(), awaits, due));
  }
}
