package dev.sojourn.processor.engine;

import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.processor.audit.AuditLog;
import dev.sojourn.processor.deadletter.DeadLetterWriter;
import dev.sojourn.processor.journal.JournalWriter;
import dev.sojourn.processor.person.DecisionApplier;
import dev.sojourn.processor.person.Decisions;
import dev.sojourn.processor.person.DueTimers;
import dev.sojourn.processor.person.PersonStores;
import dev.sojourn.processor.registry.TaskRegistry;
import dev.sojourn.processor.task.Destination;
import dev.sojourn.processor.task.InputPositions;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.processor.task.TaskClock;
import dev.sojourn.processor.task.TaskPartition;
import dev.sojourn.processor.watermark.Watermark;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * What the features of one task are built from. Created once its stores are restored; used only by
 * its stream thread.
 *
 * @param people the stores that hold what a decision may read of a person
 */
record TaskParts(
    ProcessorContext<Destination, byte[]> context,
    TaskSettings settings,
    TaskPartition task,
    TaskStores stores,
    PersonStores people,
    TaskClock clock,
    Watermark watermark,
    TaskRegistry registry,
    RecordForwarder forwarder,
    DeadLetterWriter deadLetters,
    InputPositions positions,
    JournalWriter journal,
    AuditLog audit,
    Decisions decisions,
    DueTimers dueTimers) {

  static TaskParts of(ProcessorContext<Destination, byte[]> context, TaskSettings settings) {
    int partition = context.taskId().partition();
    TaskStores stores =
        TaskStores.of(context, settings.outboxLimitPerTask(), settings.cacheBytesPerTask());
    PersonStores people = stores.person();
    TaskClock clock = new TaskClock();
    TaskRegistry registry = new TaskRegistry(stores.registry, settings.registries(), partition);
    RecordForwarder forwarder = new RecordForwarder(context, settings.partitions());
    DeadLetterWriter deadLetters = new DeadLetterWriter(forwarder);
    InputPositions positions = new InputPositions();
    JournalWriter journal = new JournalWriter(forwarder, positions);
    Decisions decisions =
        new Decisions(
            stores.refusals,
            registry,
            new DecisionApplier(
                people,
                stores.timers,
                stores.held,
                stores.counters,
                forwarder,
                deadLetters,
                registry::current),
            journal,
            settings.meters(),
            new Decider(settings.retries()));
    return new TaskParts(
        context,
        settings,
        new TaskPartition(partition, settings.partitions()),
        stores,
        people,
        clock,
        settings.watermarks().of(partition),
        registry,
        forwarder,
        deadLetters,
        positions,
        journal,
        new AuditLog(stores.audit, stores.erased, partition),
        decisions,
        new DueTimers(people, stores.timers, clock, decisions, settings.meters(), settings.wall()));
  }
}
