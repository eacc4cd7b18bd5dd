package dev.sojourn.processor.registry;

import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.json.InstantJson;
import dev.sojourn.topics.registry.RegistryEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      return CommandOutcome.refused(partition, 404, "Journey not found");
    }
    Optional<Hold> before = store.authored(Hold.KIND, id);
    Hold hold =
        before
            // A repeated release counts as a new one, and the last one sets the rate.
            .filter(known -> known.held() && command.held())
            .filter(known -> known.perSecond() == command.perSecond())
            .orElseGet(() -> new Hold(id, command.held(), command.perSecond(), now));
    Map<String, Object> body = shown(hold);
    return CommandOutcome.published(
        partition,
        body,
        new AuditChange(before.map(HoldCommands::shown).orElse(null), body),
        List.of(RegistryEntry.of(hold)));
  }

  private static Map<String, Object> shown(Hold hold) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("journeyId", hold.journeyId());
    shown.put("held", hold.held());
    shown.put("perSecond", hold.perSecond());
    shown.put("updatedAt", InstantJson.text(hold.updatedAt()));
    return shown;
  }
}
