package dev.sojourn.processor.heart;

import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.processor.store.TaskStores;
import dev.sojourn.processor.timer.Alarm;
import dev.sojourn.processor.timer.Frontier;
import dev.sojourn.processor.timer.TaskClock;
import dev.sojourn.processor.timer.TimerService;
import dev.sojourn.processor.topology.Address;
import dev.sojourn.processor.topology.Intake;
import dev.sojourn.processor.topology.NodeNames;
import dev.sojourn.topics.topic.Topics;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Everything that concerns the persons of one partition, in one order, on one thread: so entering,
 * leaving, waiting and cancelling cannot race. It decides with {@link
 * dev.sojourn.journeys.decide.Decider} and then writes down what was decided; only a store or a
 * sink can make it throw, and then the transaction takes everything back.
 */
public final class Heart implements Processor<byte[], byte[], Address, byte[]> {

  private final HeartSettings settings;
  private @Nullable Parts parts;

  public Heart(HeartSettings settings) {
    this.settings = settings;
  }

  /** What a task is made of, once it has its stores. */
  private record Parts(
      ProcessorContext<Address, byte[]> context,
      Map<String, Route> routes,
      RegistryCache registry,
      Frontier frontier,
      TimerService timers,
      Housekeeping housekeeping,
      Releases releases,
      CancelJobs jobs,
      Alarm commits) {}

  /**
   * Where records of a topic go.
   *
   * @param overtakes whether the time of its records is shifted so that they come first
   */
  private record Route(String source, HeartIntake intake, boolean overtakes) {}

  @Override
  public void init(ProcessorContext<Address, byte[]> context) {
    int partition = context.taskId().partition();
    int partitions = settings.partitions();
    Ownership task = new Ownership(partition, partitions);
    TaskStores stores =
        TaskStores.of(context, settings.outboxLimitPerTask(), settings.cacheBytesPerTask());
    TaskClock clock = new TaskClock();
    Frontier frontier = settings.frontiers().of(partition);
    RegistryCache registry = new RegistryCache(stores.registry, settings.registries(), partition);
    Outbound outbound =
        new Outbound(context, partitions, NodeNames.EVENTS_SINK, NodeNames.DEAD_LETTERS_SINK);
    DeadLetters deadLetters = new DeadLetters(outbound);
    Journal journal = new Journal(outbound);
    AtomicReference<@Nullable TimerService> timers = new AtomicReference<>();
    TemplateTotals templates = new TemplateTotals(stores.counters, registry::current);
    Applier applier =
        new Applier(
            stores, outbound, deadLetters, () -> Objects.requireNonNull(timers.get()), templates);
    PersonDesk desk =
        new PersonDesk(
            stores,
            clock,
            registry,
            applier,
            journal,
            settings.meters(),
            settings.wall(),
            new Decider(settings.retries()));
    timers.set(
        new TimerService(
            context,
            settings.wall(),
            stores.timers,
            clock,
            frontier,
            settings.alarms(),
            settings.share(),
            desk::fire));
    Housekeeping housekeeping =
        new Housekeeping(
            context,
            stores,
            desk,
            frontier,
            new Silence(settings.deliveries().apply(partition), frontier),
            settings.wall(),
            settings.alarms());
    Releases releases =
        new Releases(
            context, stores, desk, frontier, settings.wall(), settings.alarms(), partitions);
    CancelJobs jobs =
        new CancelJobs(context, stores, desk, settings.wall(), settings.alarms(), partition);
    AuditTrail audit = new AuditTrail(stores, partition);
    PersonCommands persons = new PersonCommands(desk, new Erasure(stores, templates), partition);
    Reappending reappending = new Reappending(outbound, settings.topics(), partitions);
    CommandIntake commands =
        new CommandIntake(
            stores,
            persons,
            new RegistryCommands(stores.registry, outbound, partition, partitions),
            audit,
            new DeadLetterCommands(stores.deadLetters, persons, reappending, task),
            outbound,
            deadLetters,
            task,
            settings.meters());
    EventIntake events =
        new EventIntake(
            stores, clock, desk, audit, outbound, deadLetters, task, settings.meters(), templates);
    OutcomeIntake outcomes =
        new OutcomeIntake(stores, clock, desk, deadLetters, task, settings.meters());
    Topics topics = settings.topics();
    Map<String, Route> routes =
        Map.of(
            topics.events(), new Route("events", events, false),
            topics.outcomes(), new Route("outcomes", outcomes, false),
            topics.control(), new Route("control", commands, true),
            topics.registry(),
                new Route(
                    "registry",
                    new RegistryIntake(
                        registry,
                        stores.history,
                        releases,
                        jobs,
                        journal,
                        outbound,
                        deadLetters,
                        partition),
                    true),
            topics.deadLetters(),
                new Route(
                    "dead-letters",
                    new DeadLetterIntake(stores.deadLetters, desk, settings.meters()),
                    false));
    Alarm commits =
        new Alarm(context, settings.wall(), settings.alarms(), settings.commits()::rang);
    settings.commits().add(context, commits);
    TimerService service = Objects.requireNonNull(timers.get());
    parts =
        new Parts(
            context, routes, registry, frontier, service, housekeeping, releases, jobs, commits);
    service.start();
    housekeeping.wake();
    releases.wake();
    jobs.wake();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Parts task = Objects.requireNonNull(parts);
    RecordMetadata place = task.context().recordMetadata().orElseThrow();
    Route route = Objects.requireNonNull(task.routes().get(place.topic()));
    long taken = route.overtakes() ? Intake.trueTime(record.timestamp()) : record.timestamp();
    Stimulus stimulus =
        new Stimulus(
            route.source(),
            place.topic(),
            place.partition(),
            place.offset(),
            Instant.ofEpochMilli(taken),
            record.key(),
            record.value(),
            record.headers());
    settings.share().forRecord(() -> route.intake().take(stimulus));
    task.frontier().processed(place.topic(), place.partition(), place.offset());
    task.housekeeping().wake();
    settings.commits().worked(task.context());
  }

  @Override
  public void close() {
    if (parts != null) {
      // A task that is revived keeps the punctuations of its former life, whose state is gone.
      parts.timers().stop();
      parts.housekeeping().stop();
      parts.releases().stop();
      parts.jobs().stop();
      settings.commits().remove(parts.context());
      parts.commits().cancel();
      parts.registry().close();
    }
  }
}
