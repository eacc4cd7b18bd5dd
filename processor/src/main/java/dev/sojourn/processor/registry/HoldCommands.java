package dev.sojourn.processor.registry;

import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Answer.HoldChanged;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Commands that hold and release sends. */
public record HoldCommands(RegistryStore store, int partition) {

  public List<CommandHandler<?>> handlers() {
    return List.of(
        CommandHandler.deciding(
            Command.HoldSends.class, (hold, record) -> hold(hold, record.intake())));
  }

  private CommandOutcome hold(Command.HoldSends command, Instant now) {
    String id = command.journeyId();
    if (!id.equals(Hold.ALL) && store.journey(id).isEmpty()) {
      return CommandOutcome.rejected(partition, RegistryRejection.JOURNEY_NOT_FOUND);
    }
    Optional<Hold> before = store.authored(Hold.KIND, id);
    Hold hold =
        before
            // A repeated release counts as a new one, and the last one sets the rate.
            .filter(known -> known.held() && command.held())
            .filter(known -> known.perSecond() == command.perSecond())
            .orElseGet(() -> new Hold(id, command.held(), command.perSecond(), now));
    HoldChanged after = HoldChanged.of(hold);
    return CommandOutcome.published(
        partition,
        after,
        new AuditChange(before.map(HoldChanged::of).map(Answer::facts).orElse(null), after.facts()),
        List.of(RegistryEntry.of(hold)));
  }
}
