package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.journal.JournalSource;
import dev.sojourn.processor.journal.JournalWriter;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.refusal.RefusalRow;
import dev.sojourn.processor.refusal.RefusalStore;
import dev.sojourn.processor.registry.TaskRegistry;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides with what this task knows, and writes decisions to the stores, the sinks and the journal.
 * Used only by the task's stream thread.
 */
public final class Decisions {

  private final RefusalStore refusals;
  private final TaskRegistry registry;
  private final DecisionApplier applier;
  private final JournalWriter journal;
  private final EngineMeters meters;
  private final Decider decider;

  public Decisions(
      RefusalStore refusals,
      TaskRegistry registry,
      DecisionApplier applier,
      JournalWriter journal,
      EngineMeters meters,
      Decider decider) {
    this.refusals = refusals;
    this.registry = registry;
    this.applier = applier;
    this.journal = journal;
    this.meters = meters;
    this.decider = decider;
  }

  public Registry registry() {
    return registry.current();
  }

  /**
   * Decides with what this task has read.
   *
   * @param now the time of the decision
   * @throws RuntimeException when deciding throws and no instance is to blame
   */
  public Decision decide(StoredPerson person, Stimulus stimulus, Instant now) {
    return decider.decide(person, stimulus, registry.knowledge(), now);
  }

  /**
   * Decides about what the task found by itself, which is always about one instance, and writes the
   * decision.
   */
  public Decision decideAndWrite(
      StoredPerson person, JournalSource source, Stimulus.OfInstance stimulus, Instant now) {
    Decision decision = decide(person, stimulus, now);
    write(person, source, stimulus, now, decision);
    return decision;
  }

  /** Writes a decision to the stores, the sinks and the journal. */
  public void write(
      StoredPerson person,
      JournalSource source,
      Stimulus stimulus,
      Instant now,
      Decision decision) {
    applier.apply(person, decision, now);
    if (stimulus instanceof Stimulus.OfEvent about) {
      writeRefusals(person, about.event(), decision);
    }
    journal.decided(
        person.userId(), source, stimulus, registry.knowledge().revision(), now, decision);
    meters.decided(decision);
  }

  /** Stores why an event did not enter the journeys that it triggers. */
  private void writeRefusals(StoredPerson person, PersonEvent event, Decision decision) {
    List<RefusalRow.Refusal> refused =
        decision.entries().stream()
            .flatMap(
                entry ->
                    entry.reason() == null
                        ? Stream.empty()
                        : Stream.of(new RefusalRow.Refusal(entry.journeyId(), entry.reason())))
            .toList();
    if (!refused.isEmpty()) {
      refusals.put(
          person.userHash(),
          new RefusalRow(person.userId(), event.id(), event.name(), event.receivedAt(), refused));
    }
  }
}
