package dev.sojourn.processor.registry;

import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.registry.ApiKeyJson;
import dev.sojourn.topics.registry.RegistryEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Commands that create and revoke API keys. */
public record ApiKeyCommands(RegistryStore store, int partition) {

  public List<CommandHandler<?>> handlers() {
    return List.of(
        CommandHandler.deciding(
            Command.CreateApiKey.class, (create, record) -> create(create, record.intake())),
        CommandHandler.deciding(
            Command.RevokeApiKey.class, (revoke, record) -> revoke(revoke, record.intake())));
  }

  private CommandOutcome create(Command.CreateApiKey command, Instant now) {
    if (find(command.id()).isPresent()) {
      // A duplicate whose first result has expired: a revoked key must not become valid again.
      return CommandOutcome.refused(partition, 409, "API key exists already");
    }
    ApiKey key =
        new ApiKey(
            command.id(),
            command.name(),
            command.role(),
            command.scopes(),
            command.hash(),
            now,
            command.createdBy(),
            command.expiresAt(),
            null);
    return done(key, new AuditChange(null, ApiKeyJson.of(key)));
  }

  private CommandOutcome revoke(Command.RevokeApiKey command, Instant now) {
    Optional<ApiKey> found = find(command.id());
    if (found.isEmpty()) {
      return CommandOutcome.refused(partition, 404, "API key not found");
    }
    if (found.get().revokedAt() != null) {
      return CommandOutcome.refused(partition, 409, "API key is revoked already");
    }
    ApiKey revoked = found.get().revoked(now);
    return done(revoked, new AuditChange(ApiKeyJson.of(found.get()), ApiKeyJson.of(revoked)));
  }

  private Optional<ApiKey> find(String id) {
    return store.authored(ApiKey.KIND, id);
  }

  private CommandOutcome done(ApiKey key, AuditChange change) {
    return CommandOutcome.published(
        partition, ApiKeyJson.of(key), change, List.of(RegistryEntry.of(key)));
  }
}
