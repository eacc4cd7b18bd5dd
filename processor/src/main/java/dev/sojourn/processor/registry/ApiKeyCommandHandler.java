package dev.sojourn.processor.registry;

import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.registry.RegistryCommandHandler.Outcome;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.registry.ApiKeyJson;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates and revokes API keys. */
final class ApiKeyCommandHandler {

  private final RegistryStore store;
  private final int partition;

  ApiKeyCommandHandler(RegistryStore store, int partition) {
    this.store = store;
    this.partition = partition;
  }

  Outcome create(Command.CreateApiKey command, Instant now) {
    if (find(command.id()).isPresent()) {
      // A duplicate whose first result has expired: a revoked key must not become valid again.
      return refused(409, "API key exists already");
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

  Outcome revoke(Command.RevokeApiKey command, Instant now) {
    Optional<ApiKey> found = find(command.id());
    if (found.isEmpty()) {
      return refused(404, "API key not found");
    }
    if (found.get().revokedAt() != null) {
      return refused(409, "API key is revoked already");
    }
    ApiKey revoked = found.get().revoked(now);
    return done(revoked, new AuditChange(ApiKeyJson.of(found.get()), ApiKeyJson.of(revoked)));
  }

  private Optional<ApiKey> find(String id) {
    return store
        .authored(RegistryEntry.OfApiKey.idOf(id))
        .map(entry -> ((RegistryEntry.OfApiKey) entry).apiKey());
  }

  private Outcome done(ApiKey key, AuditChange change) {
    return new Outcome(
        new Result(partition, 1, 200, null, ApiKeyJson.of(key)),
        List.of(new RegistryEntry.OfApiKey(key)),
        change);
  }

  private Outcome refused(int status, String error) {
    return new Outcome(
        new Result(partition, 1, status, error, Map.of()), List.of(), AuditChange.NONE);
  }
}
