package dev.sojourn.processor.engine;

import dev.sojourn.processor.audit.AuditStore;
import dev.sojourn.processor.command.CommandResultStore;
import dev.sojourn.processor.counter.CounterStore;
import dev.sojourn.processor.deadletter.DeadLetterStore;
import dev.sojourn.processor.engagement.EngagementStore;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.history.HistoryStore;
import dev.sojourn.processor.instance.HeldFamily;
import dev.sojourn.processor.instance.HeldStore;
import dev.sojourn.processor.instance.InstanceStore;
import dev.sojourn.processor.job.JobStore;
import dev.sojourn.processor.outbox.OutboxStore;
import dev.sojourn.processor.person.PersonStore;
import dev.sojourn.processor.person.PersonStores;
import dev.sojourn.processor.refusal.RefusalStore;
import dev.sojourn.processor.registry.RegistryStore;
import dev.sojourn.processor.row.RowCache;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.processor.timer.TimerFamily;
import dev.sojourn.processor.timer.TimerStore;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;

/** The state stores of one task. Used only by its stream thread. */
final class TaskStores {

  final PersonStore persons;
  final InstanceStore instances;
  final RefusalStore refusals;
  final CommandResultStore commands;
  final DeadLetterStore deadLetters;
  final OutboxStore outbox;
  final HeldStore held;
  final JobStore jobs;
  final ErasedStore erased;
  final RegistryStore registry;
  final AuditStore audit;
  final EngagementStore engagements;
  final TimerStore timers;
  final CounterStore counters;
  final HistoryStore history;

  private TaskStores(
      KeyValueStore<Bytes, byte[]> state,
      KeyValueStore<Bytes, byte[]> timers,
      KeyValueStore<Bytes, byte[]> counters,
      WindowStore<Bytes, byte[]> history,
      int outboxLimit,
      long cacheBytes) {
    RowCache recent = new RowCache(state, cacheBytes);
    this.counters = new CounterStore(counters);
    this.persons = new PersonStore(recent, this.counters);
    this.instances = new InstanceStore(state, recent);
    this.refusals = new RefusalStore(state);
    this.commands = new CommandResultStore(state);
    this.deadLetters = new DeadLetterStore(state, this.counters);
    this.outbox = new OutboxStore(state, outboxLimit);
    this.held = new HeldStore(state);
    this.jobs = new JobStore(state);
    this.erased = new ErasedStore(state);
    this.registry = new RegistryStore(state);
    this.audit = new AuditStore(state);
    this.engagements = new EngagementStore(state);
    this.timers = new TimerStore(timers);
    this.history = new HistoryStore(history);
  }

  /**
   * The stores of the task with this context.
   *
   * @param outboxLimit messages of the log provider to keep
   * @param cacheBytes size of the row cache on the heap, in bytes
   */
  static TaskStores of(ProcessorContext<?, ?> context, int outboxLimit, long cacheBytes) {
    return new TaskStores(
        context.getStateStore(StoreNames.STATE),
        context.getStateStore(StoreNames.TIMERS),
        context.getStateStore(StoreNames.COUNTERS),
        context.getStateStore(StoreNames.HISTORY),
        outboxLimit,
        cacheBytes);
  }

  /** The stores that hold what a decision may read of a person. */
  PersonStores person() {
    return new PersonStores(persons, instances, history, engagements);
  }

  /** Every family of rows: erasing and retention go through them, and through nothing else. */
  List<StateFamily> families() {
    return Stream.of(
            persons.families(),
            instances.families(),
            RegistryStore.families(),
            List.of(
                new HeldFamily(held, instances),
                new TimerFamily(timers, instances),
                history,
                engagements,
                refusals,
                commands,
                deadLetters,
                outbox,
                audit,
                jobs.family(),
                ErasedStore.family(),
                CounterStore.family()))
        .flatMap(List::stream)
        .toList();
  }
}
