package dev.sojourn.processor.store;

import dev.sojourn.processor.topology.StoreNames;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;

/** The stores of one task. Used by its stream thread alone. */
public final class TaskStores {

  public final PersonStore persons;
  public final InstanceStore instances;
  public final RefusalStore refusals;
  public final CommandStore commands;
  public final DeadLetterStore deadLetters;
  public final OutboxStore outbox;
  public final HeldStore held;
  public final JobStore jobs;
  public final ErasedStore erased;
  public final RegistryStore registry;
  public final AuditStore audit;
  public final EngagementStore engagements;
  public final TimerStore timers;
  public final CounterStore counters;
  public final HistoryStore history;

  private TaskStores(
      KeyValueStore<Bytes, byte[]> state,
      KeyValueStore<Bytes, byte[]> timers,
      KeyValueStore<Bytes, byte[]> counters,
      WindowStore<Bytes, byte[]> history,
      int outboxLimit,
      long cacheBytes) {
    RecentRows recent = new RecentRows(state, cacheBytes);
    this.counters = new CounterStore(counters);
    this.persons = new PersonStore(recent, this.counters);
    this.instances = new InstanceStore(state, recent);
    this.refusals = new RefusalStore(state);
    this.commands = new CommandStore(state);
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
   * The stores of the task whose context this is.
   *
   * @param outboxLimit messages to keep
   * @param cacheBytes rows to keep on the heap, in bytes
   */
  public static TaskStores of(ProcessorContext<?, ?> context, int outboxLimit, long cacheBytes) {
    return new TaskStores(
        context.getStateStore(StoreNames.STATE),
        context.getStateStore(StoreNames.TIMERS),
        context.getStateStore(StoreNames.COUNTERS),
        context.getStateStore(StoreNames.HISTORY),
        outboxLimit,
        cacheBytes);
  }
}
