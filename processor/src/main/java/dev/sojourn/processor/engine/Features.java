package dev.sojourn.processor.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.processor.audit.AuditQueries;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.counter.CounterQueries;
import dev.sojourn.processor.counter.VersionQueries;
import dev.sojourn.processor.deadletter.DeadLetterHandler;
import dev.sojourn.processor.deadletter.DeadLetterQueries;
import dev.sojourn.processor.dispatch.CommandDispatcher;
import dev.sojourn.processor.event.EventHandler;
import dev.sojourn.processor.event.ReplayEventHandler;
import dev.sojourn.processor.history.EventQueries;
import dev.sojourn.processor.hold.HeldSendReleaser;
import dev.sojourn.processor.instance.InstanceQueries;
import dev.sojourn.processor.job.BulkCancelTask;
import dev.sojourn.processor.job.JobQueries;
import dev.sojourn.processor.outbox.OutboxQueries;
import dev.sojourn.processor.outcome.OutcomeHandler;
import dev.sojourn.processor.outcome.OverdueSendCheck;
import dev.sojourn.processor.outcome.OverdueSendSweep;
import dev.sojourn.processor.person.CancelInstanceHandler;
import dev.sojourn.processor.person.ChangeContactHandler;
import dev.sojourn.processor.person.ChangePreferencesHandler;
import dev.sojourn.processor.person.EraseContactHandler;
import dev.sojourn.processor.person.ExplainQueries;
import dev.sojourn.processor.person.InstanceRetry;
import dev.sojourn.processor.person.PersonEraser;
import dev.sojourn.processor.person.PersonQueries;
import dev.sojourn.processor.person.PersonRequests;
import dev.sojourn.processor.query.QueryHandler;
import dev.sojourn.processor.redrive.DeadLetterCommands;
import dev.sojourn.processor.redrive.DeadLetterRedriver;
import dev.sojourn.processor.refusal.EntryDecisionQueries;
import dev.sojourn.processor.registry.ApiKeyCommands;
import dev.sojourn.processor.registry.HoldCommands;
import dev.sojourn.processor.registry.JobCommands;
import dev.sojourn.processor.registry.JourneyCommands;
import dev.sojourn.processor.registry.RegistryHandler;
import dev.sojourn.processor.registry.RegistryPublisher;
import dev.sojourn.processor.registry.RegistryQueries;
import dev.sojourn.processor.registry.SendingPolicyCommands;
import dev.sojourn.processor.registry.TemplateCommands;
import dev.sojourn.processor.retention.RetentionTask;
import dev.sojourn.processor.task.BackgroundTask;
import dev.sojourn.processor.task.InputTopic;
import dev.sojourn.processor.task.RecordHandler;
import dev.sojourn.processor.timer.TimerPunctuator;
import dev.sojourn.topics.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What each feature of the engine contributes: an addition is one line in one of these lists. */
public final class Features {

  private Features() {}

  /** What a task does between records. */
  static List<BackgroundTask> backgroundTasks(TaskParts task) {
    TaskSettings settings = task.settings();
    TaskStores stores = task.stores();
    return List.of(
        new TimerPunctuator(
            task.context(),
            settings.wall(),
            stores.timers,
            task.clock(),
            task.watermark(),
            settings.wakeups(),
            settings.timeShare(),
            task.dueTimers()::apply),
        new OverdueSendSweep(
            task.context(),
            task.people(),
            stores.counters,
            task.decisions(),
            task.watermark(),
            new OverdueSendCheck(
                settings.deliveries().apply(task.task().partition()), task.watermark()),
            settings.wall(),
            settings.wakeups()),
        new RetentionTask(task.context(), stores.families(), settings.wall(), settings.wakeups()),
        new HeldSendReleaser(
            task.context(),
            task.people(),
            stores.held,
            stores.counters,
            task.dueTimers(),
            task.decisions(),
            task.watermark(),
            settings.wall(),
            settings.wakeups(),
            settings.partitions()),
        new BulkCancelTask(
            task.context(),
            task.people(),
            stores.jobs,
            task.dueTimers(),
            task.decisions(),
            settings.wall(),
            settings.wakeups(),
            task.task().partition()));
  }

  /** Handlers of commands. */
  static List<CommandHandler<?>> commands(TaskParts task) {
    TaskStores stores = task.stores();
    PersonRequests requests = new PersonRequests(task.dueTimers(), task.decisions(), stores.erased);
    int partition = task.task().partition();
    return Stream.of(
            List.of(
                new CancelInstanceHandler(requests, partition),
                new ChangeContactHandler(requests, partition),
                new ChangePreferencesHandler(requests, partition),
                new EraseContactHandler(
                    new PersonEraser(
                        stores.families(),
                        stores.persons,
                        stores.instances,
                        stores.engagements,
                        stores.counters,
                        task.registry()::current,
                        stores.erased),
                    partition),
                new ReplayEventHandler(requests, partition)),
            new ApiKeyCommands(stores.registry, partition).handlers(),
            new HoldCommands(stores.registry, partition).handlers(),
            new JobCommands(stores.registry, partition).handlers(),
            new JourneyCommands(stores.registry, partition).handlers(),
            new SendingPolicyCommands(stores.registry, partition).handlers(),
            new TemplateCommands(stores.registry, partition).handlers(),
            new DeadLetterCommands(
                    stores.deadLetters,
                    new InstanceRetry(requests),
                    new DeadLetterRedriver(
                        task.forwarder(), task.settings().topics(), task.settings().partitions()),
                    task.task())
                .handlers())
        .<CommandHandler<?>>flatMap(List::stream)
        .toList();
  }

  /** The handler of each input topic. */
  static Map<InputTopic, RecordHandler> inputs(TaskParts task, List<BackgroundTask> background) {
    TaskSettings settings = task.settings();
    TaskStores stores = task.stores();
    int partition = task.task().partition();
    return Map.of(
        InputTopic.EVENTS,
        new EventHandler(
            task.people(),
            stores.erased,
            stores.refusals,
            stores.counters,
            task.clock(),
            task.dueTimers(),
            task.decisions(),
            task.audit(),
            task.forwarder(),
            task.deadLetters(),
            task.task(),
            settings.meters()),
        InputTopic.OUTCOMES,
        new OutcomeHandler(
            task.people(),
            stores.erased,
            stores.outbox,
            task.clock(),
            task.dueTimers(),
            task.decisions(),
            task.deadLetters(),
            task.task(),
            settings.meters()),
        InputTopic.CONTROL,
        new CommandDispatcher(
            stores.commands,
            stores.erased,
            commands(task),
            new RegistryPublisher(
                stores.registry, task.forwarder(), partition, settings.partitions()),
            task.audit(),
            task.forwarder(),
            task.deadLetters(),
            task.task(),
            settings.meters()),
        InputTopic.REGISTRY,
        new RegistryHandler(
            task.registry(),
            stores.registry,
            stores.history,
            background,
            task.journal(),
            task.forwarder(),
            task.deadLetters(),
            partition),
        InputTopic.DEAD_LETTERS,
        new DeadLetterHandler(stores.deadLetters, stores.erased, settings.meters()));
  }

  /** Handlers of queries. */
  public static List<QueryHandler<?, ?>> queries() {
    return Stream.of(
            AuditQueries.handlers(),
            CounterQueries.handlers(),
            DeadLetterQueries.handlers(),
            EntryDecisionQueries.handlers(),
            EventQueries.handlers(),
            ExplainQueries.handlers(),
            InstanceQueries.handlers(),
            JobQueries.handlers(),
            OutboxQueries.handlers(),
            PersonQueries.handlers(),
            RegistryQueries.handlers(),
            VersionQueries.handlers())
        .<QueryHandler<?, ?>>flatMap(List::stream)
        .toList();
  }

  /** A mapper that reads every type of query, for a node that another one asks. */
  public static ObjectMapper queryMapper() {
    ObjectMapper mapper = Json.mapper().copy();
    mapper.registerSubtypes(queries().stream().map(QueryHandler::type).toArray(Class<?>[]::new));
    return mapper;
  }
}
