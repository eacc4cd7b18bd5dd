package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.journal.JournalSource;
import dev.sojourn.processor.journal.JournalWriter;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.refusal.RefusalRow;
import dev.sojourn.processor.refusal.RefusalStore;
import dev.sojourn.processor.registry.TaskRegistry;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.journal.JournalCause;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Writes decisions to the stores, the sinks and the journal, and holds what every decision needs:
 * the decider and the registry as this task has read it. Used only by the task's stream thread.
 */
public final class DecisionWriter {

  private final RefusalStore refusals;
  private final TaskRegistry registry;
  private final DecisionApplier applier;
  private final JournalWriter journal;
  private final EngineMeters meters;
  private final Decider decider;

  public DecisionWriter(
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

  public Decider decider() {
    return decider;
  }

  public Registry registry() {
    return registry.current();
  }

  /**
   * Decides. If that throws, the decision is that the instance has failed, and processing goes on.
   */
  public Decision decideOrFail(
      TaskPerson person, InstanceId instance, Instant now, Supplier<Decision> decide) {
    try {
      return decide.get();
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      return decider.onFault(person, instance, e, now);
    }
  }

  /** Stores why an event did not enter the journeys that it triggers. */
  public void writeRefusals(
      TaskPerson person, UUID eventId, String event, Instant at, Decision decision) {
    List<RefusalRow.Refusal> refused =
        decision.entries().stream()
            .flatMap(
                entry ->
                    entry.reason() == null
                        ? Stream.empty()
                        : Stream.of(new RefusalRow.Refusal(entry.journeyId(), entry.reason())))
            .toList();
    if (!refused.isEmpty()) {
      refusals.put(person.userHash(), new RefusalRow(person.userId(), eventId, event, at, refused));
    }
  }

  /** Writes a decision about an input record to the stores, the sinks and the journal. */
  public void write(
      TaskPerson person, InputRecord record, JournalCause cause, Instant now, Decision decision) {
    write(person, new JournalSource.Input(record), cause, now, decision);
  }

  /** Writes a decision to the stores, the sinks and the journal. */
  public void write(
      TaskPerson person, JournalSource source, JournalCause cause, Instant now, Decision decision) {
    applier.apply(person, decision, now);
    journal.decided(person.userId(), source, cause, now, decision);
    meters.decided(decision);
  }
}
