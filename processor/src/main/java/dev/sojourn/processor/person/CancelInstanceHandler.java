package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.json.InstantJson;
import java.util.LinkedHashMap;
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
    Decision decision =
        requests
            .decide(
                command.userId(),
                record,
                new Stimulus.CancelRequested(command.instance(), command.by()))
            .decision();
    if (decision.rejection().isPresent()) {
      Rejection rejection = decision.rejection().get();
      AuditChange found =
          rejection.is(DecisionRejection.INSTANCE_NOT_CANCELLABLE)
              ? new AuditChange(rejection.details(), null)
              : AuditChange.NONE;
      return CommandOutcome.rejected(partition, rejection, found);
    }
    Decision.Change change = decision.changes().get(0);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", change.after().id().toString());
    body.put("status", change.after().status().json());
    body.put("exitedAt", InstantJson.text(record.intake()));
    Status before = change.before() == null ? Status.ACTIVE : change.before().status();
    return CommandOutcome.done(
        partition, body, new AuditChange(status(before), status(change.after().status())));
  }

  private static Map<String, Object> status(Status status) {
    return Map.of("status", status.json());
  }
}
