package dev.sojourn.processor.registry;

import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.job.CancelJob;
import dev.sojourn.topics.json.InstantJson;
import dev.sojourn.topics.registry.RegistryEntry;
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
      return CommandOutcome.refused(partition, 404, "Journey not found");
    }
    Map<String, Object> body =
        Map.of("id", job.id(), "createdAt", InstantJson.text(now), "matched", job.matched());
    return CommandOutcome.published(
        partition, body, new AuditChange(null, body), List.of(new RegistryEntry.OfJob(job, now)));
  }
}
