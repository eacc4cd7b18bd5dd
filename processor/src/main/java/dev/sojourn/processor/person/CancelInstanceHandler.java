package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer;
import java.util.Map;

/** Cancels an instance. */
public record CancelInstanceHandler(PersonRequests requests, int partition)
    implements CommandHandler<Command.CancelInstance> {

  @Override
  public Class<Command.CancelInstance> type() {
    return Command.CancelInstance.class;
  }

  @Override
  public CommandOutcome handle(Command.CancelInstance command, InputRecord record)
      throws CommandFailedException {
    Stimulus.CancelRequested stimulus =
        new Stimulus.CancelRequested(command.instance(), command.by());
    Decision decision = requests.decide(command.userId(), record, stimulus).decision();
    if (decision.rejection().isPresent()) {
      return rejected(decision.rejection().get());
    }
    Decision.Change change = decision.changes().get(0);
    Instance after = change.after();
    // Only a live instance is cancelled, so it was there before.
    Status before = change.before() == null ? Status.ACTIVE : change.before().status();
    return CommandOutcome.done(
        partition,
        new Answer.InstanceCancelled(after.id(), after.status(), record.intake()),
        new AuditChange(status(before), status(after.status())));
  }

  private CommandOutcome rejected(Rejection rejection) {
    AuditChange found =
        rejection.is(DecisionRejection.INSTANCE_NOT_CANCELLABLE)
            ? new AuditChange(rejection.details(), null)
            : AuditChange.NONE;
    return CommandOutcome.rejected(partition, rejection, found);
  }

  private static Map<String, Object> status(Status status) {
    return Map.of("status", status.json());
  }
}
