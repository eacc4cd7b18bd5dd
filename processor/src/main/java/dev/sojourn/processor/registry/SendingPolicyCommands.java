package dev.sojourn.processor.registry;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Answer;
import java.util.List;
import java.util.Map;

/** Commands that publish the sending policy. */
public record SendingPolicyCommands(RegistryStore store, int partition) {

  public List<CommandHandler<?>> handlers() {
    return List.of(
        CommandHandler.deciding(
            Command.PublishSending.class, (publish, record) -> sending(publish.policy())));
  }

  private CommandOutcome sending(SendingPolicy policy) {
    return CommandOutcome.published(
        partition,
        new Answer.SendingPublished(policy),
        new AuditChange(
            store
                .authored(SendingPolicy.KIND, SendingPolicy.KIND.onlyId())
                .map(SendingPolicyCommands::shown)
                .orElse(null),
            shown(policy)),
        List.of(RegistryEntry.of(policy)));
  }

  /** The policy as its author wrote it. */
  private static Map<String, Object> shown(SendingPolicy policy) {
    return Json.mapper().convertValue(policy, new TypeReference<>() {});
  }
}
