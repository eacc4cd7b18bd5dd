package dev.sojourn.processor.engine;

import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.processor.audit.AuditLog;
import dev.sojourn.processor.command.CommandDispatcher;
import dev.sojourn.processor.command.PersonCommandHandler;
import dev.sojourn.processor.command.PersonEraser;
import dev.sojourn.processor.counter.TemplateCounters;
import dev.sojourn.processor.deadletter.DeadLetterHandler;
import dev.sojourn.processor.deadletter.DeadLetterWriter;
import dev.sojourn.processor.event.EventHandler;
import dev.sojourn.processor.hold.HeldSendReleaser;
import dev.sojourn.processor.job.BulkCancelTask;
import dev.sojourn.processor.journal.JournalWriter;
import dev.sojourn.processor.outcome.OutcomeHandler;
import dev.sojourn.processor.outcome.OverdueSendCheck;
import dev.sojourn.processor.outcome.OverdueSendSweep;
import dev.sojourn.processor.person.DecisionApplier;
import dev.sojourn.processor.person.DecisionWriter;
import dev.sojourn.processor.person.DueTimers;
import dev.sojourn.processor.person.PersonStores;
import dev.sojourn.processor.redrive.DeadLetterCommandHandler;
import dev.sojourn.processor.redrive.DeadLetterRedriver;
import dev.sojourn.processor.registry.RegistryCommandHandler;
import dev.sojourn.processor.registry.RegistryHandler;
import dev.sojourn.processor.registry.TaskRegistry;
import dev.sojourn.processor.retention.RetentionTask;
import dev.sojourn.processor.task.Destination;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.NodeNames;
import dev.sojourn.processor.task.PriorityTimeExtractor;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.processor.task.RecordHandler;
import dev.sojourn.processor.task.TaskClock;
import dev.sojourn.processor.task.TaskPartition;
import dev.sojourn.processor.thread.ThreadWakeups;
import dev.sojourn.processor.thread.Wakeup;
import dev.sojourn.processor.timer.TimerPunctuator;
import dev.sojourn.processor.watermark.Watermark;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.topic.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The stream processor of a task. Everything that concerns the people of one partition passes
 * through it in one order, on one thread, so that entering, exiting, waiting and cancelling cannot
 * race. Each handler decides with {@link dev.sojourn.journeys.decide.Decider} and then writes the
 * decision; only a store or a sink can make it throw, and then the transaction is aborted.
 */
final class PersonProcessor implements Processor<byte[], byte[], Destination, byte[]> {

  private final TaskSettings settings;
  private @Nullable Parts parts;

  PersonProcessor(TaskSettings settings) {
    this.settings = settings;
  }

  /** The parts of a task, created once its stores exist. */
  private record Parts(
      ProcessorContext<Destination, byte[]> context,
      Map<String, Input> inputs,
      TaskRegistry registry,
      Watermark watermark,
      TimerPunctuator timers,
      OverdueSendSweep overdueSends,
      RetentionTask retention,
      HeldSendReleaser releaser,
      BulkCancelTask bulkCancel,
      Wakeup commits) {}

  /**
   * How the records of a topic are handled.
   *
   * @param source the role of the topic
   * @param overtakes whether its records are read ahead of others, so that their time is shifted
   */
  private record Input(String source, RecordHandler handler, boolean overtakes) {}

  @Override
  public void init(ProcessorContext<Destination, byte[]> context) {
    int partition = context.taskId().partition();
    int partitions = settings.partitions();
    InstantSource wall = settings.wall();
    ThreadWakeups wakeups = settings.wakeups();
    TaskPartition task = new TaskPartition(partition, partitions);
    TaskStores stores =
        TaskStores.of(context, settings.outboxLimitPerTask(), settings.cacheBytesPerTask());
    PersonStores people = stores.person();
    TaskClock clock = new TaskClock();
    Watermark watermark = settings.watermarks().of(partition);
    TaskRegistry registry = new TaskRegistry(stores.registry, settings.registries(), partition);
    RecordForwarder forwarder =
        new RecordForwarder(
            context, partitions, NodeNames.EVENTS_SINK, NodeNames.DEAD_LETTERS_SINK);
    DeadLetterWriter deadLetters = new DeadLetterWriter(forwarder);
    JournalWriter journal = new JournalWriter(forwarder);
    TemplateCounters templates = new TemplateCounters(stores.counters, registry::current);
    DecisionWriter decisions =
        new DecisionWriter(
            stores.refusals,
            registry,
            new DecisionApplier(
                people,
                stores.timers,
                stores.held,
                stores.counters,
                forwarder,
                deadLetters,
                templates),
            journal,
            settings.meters(),
            new Decider(settings.retries()));
    DueTimers dueTimers =
        new DueTimers(people, stores.timers, clock, decisions, settings.meters(), wall);
    TimerPunctuator timers =
        new TimerPunctuator(
            context,
            wall,
            stores.timers,
            clock,
            watermark,
            wakeups,
            settings.timeShare(),
            dueTimers::apply);
    OverdueSendSweep overdueSends =
        new OverdueSendSweep(
            context,
            people,
            stores.counters,
            decisions,
            watermark,
            new OverdueSendCheck(settings.deliveries().apply(partition), watermark),
            wall,
            wakeups);
    RetentionTask retention =
        new RetentionTask(
            context,
            List.of(
                stores.refusals::expire,
                stores.commands::expire,
                stores.deadLetters::expire,
                stores.jobs::expire,
                stores.audit::expire),
            wall,
            wakeups);
    HeldSendReleaser releaser =
        new HeldSendReleaser(
            context,
            people,
            stores.held,
            stores.counters,
            dueTimers,
            decisions,
            watermark,
            wall,
            wakeups,
            partitions);
    BulkCancelTask bulkCancel =
        new BulkCancelTask(
            context, people, stores.jobs, dueTimers, decisions, wall, wakeups, partition);
    AuditLog audit = new AuditLog(stores.audit, stores.erased, partition);
    PersonCommandHandler personCommands =
        new PersonCommandHandler(
            dueTimers,
            decisions,
            stores.erased,
            new PersonEraser(stores.erasable(), templates),
            partition);
    CommandDispatcher commands =
        new CommandDispatcher(
            stores.commands,
            stores.erased,
            personCommands,
            new RegistryCommandHandler(stores.registry, forwarder, partition, partitions),
            audit,
            new DeadLetterCommandHandler(
                stores.deadLetters,
                personCommands,
                new DeadLetterRedriver(forwarder, settings.topics(), partitions),
                task),
            forwarder,
            deadLetters,
            task,
            settings.meters());
    EventHandler events =
        new EventHandler(
            people,
            stores.erased,
            stores.refusals,
            stores.counters,
            clock,
            dueTimers,
            decisions,
            audit,
            forwarder,
            deadLetters,
            task,
            settings.meters(),
            templates);
    OutcomeHandler outcomes =
        new OutcomeHandler(
            people,
            stores.erased,
            stores.outbox,
            clock,
            dueTimers,
            decisions,
            deadLetters,
            task,
            settings.meters());
    RegistryHandler published =
        new RegistryHandler(
            registry,
            stores.history,
            entry -> {
              if (entry instanceof RegistryEntry.OfJob job) {
                bulkCancel.begin(job.job(), job.createdAt());
              } else if (entry instanceof RegistryEntry.OfHold) {
                releaser.wake();
              }
            },
            journal,
            forwarder,
            deadLetters,
            partition);
    Wakeup commits = new Wakeup(context, wall, wakeups, settings.commits()::fired);
    settings.commits().add(context, commits);
    Topics topics = settings.topics();
    Map<String, Input> inputs =
        Map.of(
            topics.events(), new Input("events", events, false),
            topics.outcomes(), new Input("outcomes", outcomes, false),
            topics.control(), new Input("control", commands, true),
            topics.registry(), new Input("registry", published, true),
            topics.deadLetters(),
                new Input(
                    "dead-letters",
                    new DeadLetterHandler(stores.deadLetters, stores.erased, settings.meters()),
                    false));
    parts =
        new Parts(
            context,
            inputs,
            registry,
            watermark,
            timers,
            overdueSends,
            retention,
            releaser,
            bulkCancel,
            commits);
    timers.start();
    overdueSends.wake();
    retention.wake();
    releaser.wake();
    bulkCancel.wake();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Parts task = Objects.requireNonNull(parts);
    RecordMetadata position = task.context().recordMetadata().orElseThrow();
    Input input = Objects.requireNonNull(task.inputs().get(position.topic()));
    long appended =
        input.overtakes()
            ? PriorityTimeExtractor.originalTime(record.timestamp())
            : record.timestamp();
    InputRecord read =
        new InputRecord(
            input.source(),
            position.topic(),
            position.partition(),
            position.offset(),
            Instant.ofEpochMilli(appended),
            record.key(),
            record.value(),
            record.headers());
    settings.timeShare().forRecord(() -> input.handler().handle(read));
    task.watermark().processed(position.topic(), position.partition(), position.offset());
    task.overdueSends().wake();
    task.retention().wake();
    settings.commits().worked(task.context());
  }

  @Override
  public void close() {
    if (parts != null) {
      // Otherwise a revived task would keep the punctuations of its former run, whose state is
      // gone.
      parts.timers().stop();
      parts.overdueSends().stop();
      parts.retention().stop();
      parts.releaser().stop();
      parts.bulkCancel().stop();
      settings.commits().remove(parts.context());
      parts.commits().cancel();
      parts.registry().close();
    }
  }
}
