package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Decider.Cancellation;
import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.journal.JournalCause;
import dev.sojourn.topics.result.Answer;
import java.util.Map;
import java.util.Optional;

/** Cancels an instance. */
public record CancelInstanceHandler(DueTimers dueTimers, DecisionWriter decisions, int partition)
    implements CommandHandler<Command.CancelInstance> {

  @Override
  public Class<Command.CancelInstance> type() {
    return Command.CancelInstance.class;
  }

  @Override
  public CommandOutcome handle(Command.CancelInstance command, InputRecord record)
      throws CommandFailedException {
    TaskPerson person = dueTimers.applyUntilClock(command.userId(), record.intake());
    Cancellation cancellation =
        CommandFailedException.unlessDecided(
            () ->
                decisions
                    .decider()
                    .onCancel(
                        person,
                        command.instance(),
                        command.by(),
                        decisions.registry(),
                        record.intake()));
    Optional<Status> before = cancellation.before();
    if (before.isEmpty()) {
      return CommandOutcome.rejected(partition, DecisionRejection.INSTANCE_NOT_FOUND);
    }
    if (!cancellation.cancelled()) {
      Map<String, Object> found = status(before.get());
      return CommandOutcome.rejected(
          partition,
          Rejection.of(DecisionRejection.INSTANCE_NOT_CANCELLABLE, found),
          new AuditChange(found, null));
    }
    decisions.write(
        person,
        record,
        new JournalCause.CancelRequested(command.instance(), command.by()),
        record.intake(),
        cancellation.decision());
    Instance after = cancellation.after().orElseThrow();
    return CommandOutcome.done(
        partition,
        new Answer.InstanceCancelled(after.id(), after.status(), record.intake()),
        new AuditChange(status(before.get()), status(after.status())));
  }

  private static Map<String, Object> status(Status status) {
    return Map.of("status", status.json());
  }
}
