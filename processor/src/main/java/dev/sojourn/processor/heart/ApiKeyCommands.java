package dev.sojourn.processor.heart;

import dev.sojourn.journeys.registry.ApiKey;
import dev.sojourn.processor.heart.RegistryCommands.Outcome;
import dev.sojourn.processor.store.RegistryStore;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.registry.ApiKeyJson;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes and revokes keys of the API. */
final class ApiKeyCommands {

  private final RegistryStore store;
  private final int partition;

  ApiKeyCommands(RegistryStore store, int partition) {
    this.store = store;
    this.partition = partition;
  }

  Outcome create(Command.CreateApiKey command, Instant now) {
    if (find(command.id()).isPresent()) {
      // A repeat after its first answer was forgotten: what was revoked must not come back.
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
    return done(key, new Change(null, ApiKeyJson.of(key)));
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
    return done(revoked, new Change(ApiKeyJson.of(found.get()), ApiKeyJson.of(revoked)));
  }

  private Optional<ApiKey> find(String id) {
    return store
        .authored(RegistryEntry.OfApiKey.idOf(id))
        .map(entry -> ((RegistryEntry.OfApiKey) entry).apiKey());
  }

  private Outcome done(ApiKey key, Change change) {
    return new Outcome(
        new Result(partition, 1, 200, null, ApiKeyJson.of(key)),
        List.of(new RegistryEntry.OfApiKey(key)),
        change);
  }

  private Outcome refused(int status, String error) {
    return new Outcome(new Result(partition, 1, status, error, Map.of()), List.of(), Change.NONE);
  }
}
