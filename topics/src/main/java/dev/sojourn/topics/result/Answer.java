package dev.sojourn.topics.result;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.topics.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the engine answers to a command that it has applied, or to the sender of an event. Each API
 * shows it under its own names.
 */
public sealed interface Answer {

  /** The answer as JSON, as in a result. */
  default Map<String, Object> facts() {
    return Json.mapper().convertValue(this, new TypeReference<>() {});
  }

  /** Answer to the cancellation of an instance. */
  record InstanceCancelled(InstanceId instance, Status status, Instant at) implements Answer {}

  /** Answer to a change of a contact: all of it. */
  record ContactChanged(String userId, @Nullable String email, Map<String, Object> properties)
      implements Answer {}

  /**
   * Answer to a change of preferences: all of them.
   *
   * @param email the contact's address when the preferences have none
   */
  record PreferencesChanged(
      String userId,
      @Nullable String email,
      boolean unsubscribedAll,
      boolean suppressed,
      Map<String, Boolean> categories,
      int bounceCount)
      implements Answer {}

  /**
   * Answer to the erasure of a person.
   *
   * @param stopped how many live instances it ended
   */
  record PersonErased(int stopped) implements Answer {}

  /**
   * Receipt for an event, and answer to its replay.
   *
   * @param stored false for a duplicate, which has no effect
   * @param entries the entry by the id of each journey that the event triggers
   */
  record EventDecided(boolean stored, UUID eventId, Map<String, Entry> entries) implements Answer {}

  /**
   * Entry of a person into a journey.
   *
   * @param instance the new instance, null when the person did not enter
   * @param reason why the person did not enter, null when they did
   */
  record Entry(@Nullable InstanceId instance, @Nullable RefusalReason reason) {}

  /**
   * Answer to the retry or the discarding of a dead letter.
   *
   * @param status its new status
   */
  record DeadLetterChanged(String status) implements Answer {}

  /** Answer to switching a journey on or off. */
  record JourneyToggled(String journeyId, String name, boolean enabled, Instant updatedAt)
      implements Answer {}

  /**
   * Answer to the publication of a journey.
   *
   * @param current whether the published content is the journey's current version
   */
  record JourneyPublished(String journeyId, int version, boolean current) implements Answer {}

  /**
   * Answer to the report that a journey's file is missing.
   *
   * @param changed false for a journey that was not known to have a file
   */
  record JourneyMissing(String journeyId, boolean changed) implements Answer {}

  /** Answer to the publication of a template. */
  record TemplatePublished(String key, String hash) implements Answer {}

  /** Answer to the publication of the sending policy. */
  record SendingPublished(SendingPolicy policy) implements Answer {}

  /** Answer to a hold or a release of sends; see {@link Hold}. */
  record HoldChanged(String journeyId, boolean held, int perSecond, Instant updatedAt)
      implements Answer {

    public static HoldChanged of(Hold hold) {
      return new HoldChanged(hold.journeyId(), hold.held(), hold.perSecond(), hold.updatedAt());
    }
  }

  /**
   * Answer to the start of a job.
   *
   * @param matched how many instances it concerns
   */
  record JobStarted(String jobId, Instant createdAt, int matched) implements Answer {}

  /** Answer to the creation or revocation of an API key: all of it but its hash. */
  record ApiKeyChanged(
      String id,
      String name,
      ApiKey.@Nullable Role role,
      List<ApiKey.Scope> scopes,
      String prefix,
      Instant createdAt,
      String createdBy,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt)
      implements Answer {

    public static ApiKeyChanged of(ApiKey key) {
      return new ApiKeyChanged(
          key.id(),
          key.name(),
          key.role(),
          key.scopes(),
          key.prefix(),
          key.createdAt(),
          key.createdBy(),
          key.expiresAt(),
          key.revokedAt());
    }
  }
}
