package dev.sojourn.processor.registry;

import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Answer.ApiKeyChanged;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
      return CommandOutcome.rejected(partition, RegistryRejection.API_KEY_EXISTS);
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
    return done(null, key);
  }

  private CommandOutcome revoke(Command.RevokeApiKey command, Instant now) {
    Optional<ApiKey> found = find(command.id());
    if (found.isEmpty()) {
      return CommandOutcome.rejected(partition, RegistryRejection.API_KEY_NOT_FOUND);
    }
    if (found.get().revokedAt() != null) {
      return CommandOutcome.rejected(partition, RegistryRejection.API_KEY_REVOKED);
    }
    ApiKey revoked = found.get().revoked(now);
    return done(ApiKeyChanged.of(found.get()).facts(), revoked);
  }

  private Optional<ApiKey> find(String id) {
    return store.authored(ApiKey.KIND, id);
  }

  private CommandOutcome done(@Nullable Map<String, Object> before, ApiKey key) {
    ApiKeyChanged after = ApiKeyChanged.of(key);
    return CommandOutcome.published(
        partition, after, new AuditChange(before, after.facts()), List.of(RegistryEntry.of(key)));
  }
}
