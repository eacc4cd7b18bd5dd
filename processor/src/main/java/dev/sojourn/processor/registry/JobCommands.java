package dev.sojourn.processor.registry;

import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.job.CancelJob;
import dev.sojourn.topics.json.InstantJson;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Commands that start jobs. */
public record JobCommands(RegistryStore store, int partition) {

  public List<CommandHandler<?>> handlers() {
    return List.of(
        CommandHandler.deciding(
            Command.CancelStates.class, (cancel, record) -> cancel(cancel.job(), record.intake())));
  }

  private CommandOutcome cancel(CancelJob job, Instant now) {
    if (store.journey(job.journeyId()).isEmpty()) {
      return CommandOutcome.rejected(partition, RegistryRejection.JOURNEY_NOT_FOUND);
    }
    Map<String, Object> audited =
        Map.of("id", job.id(), "createdAt", InstantJson.text(now), "matched", job.matched());
    return CommandOutcome.published(
        partition,
        new Answer.JobStarted(job.id(), now, job.matched()),
        new AuditChange(null, audited),
        List.of(new RegistryEntry.OfJob(job, now)));
  }
}
