package dev.sojourn.topics.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.access.ApiKey.Role;
import dev.sojourn.journeys.access.ApiKey.Scope;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.job.CancelJob;
import dev.sojourn.topics.topic.Partitions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Command: an admin write. Its record carries the command's id and the reply destination in the
 * headers {@link dev.sojourn.topics.topic.Headers#CORRELATION} and {@link
 * dev.sojourn.topics.topic.Headers#REPLY_TO}, and the actor in {@link
 * dev.sojourn.topics.topic.Headers#ACTOR}; a repeated id gets the first result again.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(Command.CancelInstance.class),
  @JsonSubTypes.Type(Command.ChangePreferences.class),
  @JsonSubTypes.Type(Command.ChangeContact.class),
  @JsonSubTypes.Type(Command.EraseContact.class),
  @JsonSubTypes.Type(Command.ToggleJourney.class),
  @JsonSubTypes.Type(Command.PublishJourney.class),
  @JsonSubTypes.Type(Command.MarkMissing.class),
  @JsonSubTypes.Type(Command.PublishTemplate.class),
  @JsonSubTypes.Type(Command.PublishSending.class),
  @JsonSubTypes.Type(Command.ReplayEvent.class),
  @JsonSubTypes.Type(Command.HoldSends.class),
  @JsonSubTypes.Type(Command.CancelStates.class),
  @JsonSubTypes.Type(Command.CreateApiKey.class),
  @JsonSubTypes.Type(Command.RevokeApiKey.class),
  @JsonSubTypes.Type(Command.RetryDeadLetter.class),
  @JsonSubTypes.Type(Command.DiscardDeadLetter.class)
})
public sealed interface Command {

  /** The record key; its owner processes the command unless {@link #decidedBy} says otherwise. */
  String key();

  /** The partition that processes the command, out of this many. */
  default int decidedBy(int partitions) {
    return Partitions.of(key(), partitions);
  }

  /** The action recorded in the audit log. */
  AuditAction auditAction();

  /**
   * The content that two commands under the same id must share: excludes what is generated anew for
   * each attempt.
   */
  default Command idempotencyContent() {
    return this;
  }

  /** A command about one person. */
  sealed interface OfPerson extends Command {
    String userId();

    @Override
    default String key() {
      return userId();
    }
  }

  /** A command that changes the registry. */
  sealed interface OfRegistry extends Command {}

  /** A command about something that one partition stores, regardless of its key. */
  sealed interface OfPartition extends Command {
    int partition();

    @Override
    default String key() {
      return "partition-" + partition();
    }

    @Override
    default int decidedBy(int partitions) {
      return partition();
    }
  }

  /**
   * Cancels an instance. Rejected when there is none, or when it has ended.
   *
   * @param by the actor
   */
  @JsonTypeName("cancel_instance")
  record CancelInstance(
      @JsonProperty(required = true) String userId,
      @JsonProperty(required = true) InstanceId instance,
      @JsonProperty(required = true) String by)
      implements OfPerson {
    @Override
    public AuditAction auditAction() {
      return new AuditAction("state.cancel", "state", instance.toString());
    }
  }

  /** Merges a person's preferences. Returns the preferences. */
  @JsonTypeName("change_preferences")
  record ChangePreferences(
      @JsonProperty(required = true) String userId,
      @JsonProperty(required = true) PreferencesPatch patch)
      implements OfPerson {
    @Override
    public AuditAction auditAction() {
      return new AuditAction("contact.preferences", "contact", userId);
    }
  }

  /**
   * Replays a stored event. Returns the result for each journey that it triggers.
   *
   * @param eventId id under which it is stored
   * @param occurredAt event time
   * @param replay the id of the replay request, which may include other events
   * @param event the event as stored in the log
   */
  @JsonTypeName("replay_event")
  record ReplayEvent(
      @JsonProperty(required = true) String userId,
      @JsonProperty(required = true) UUID eventId,
      @JsonProperty(required = true) Instant occurredAt,
      @JsonProperty(required = true) String replay,
      @JsonProperty(required = true) String event)
      implements OfPerson {
    @Override
    public AuditAction auditAction() {
      return new AuditAction("event.replay", "event", eventId.toString());
    }
  }

  /**
   * Merges a person's contact properties. Rejected when the contact would become too large.
   *
   * @param set overwrites
   * @param unset removes
   */
  @JsonTypeName("change_contact")
  record ChangeContact(
      @JsonProperty(required = true) String userId,
      @JsonProperty(required = true) Map<String, Object> set,
      @JsonProperty(required = true) List<String> unset)
      implements OfPerson {
    @Override
    public AuditAction auditAction() {
      return new AuditAction("contact.change", "contact", userId);
    }
  }

  /**
   * Erases a person permanently. Rejected when nothing is stored.
   *
   * @param salt random bytes in base64, for a salted hash that recognises the person without naming
   *     them
   */
  @JsonTypeName("erase_contact")
  record EraseContact(
      @JsonProperty(required = true) String userId, @JsonProperty(required = true) String salt)
      implements OfPerson {
    @Override
    public AuditAction auditAction() {
      return new AuditAction("contact.erase", "contact", userId);
    }

    @Override
    public Command idempotencyContent() {
      return new EraseContact(userId, "");
    }
  }

  /**
   * Enables or disables a journey. Rejected when there is none, and for a draft or an archived one.
   */
  @JsonTypeName("toggle_journey")
  record ToggleJourney(
      @JsonProperty(required = true) String journeyId,
      @JsonProperty(required = true) boolean enabled)
      implements OfRegistry {
    @Override
    public String key() {
      return journeyId;
    }

    @Override
    public AuditAction auditAction() {
      return new AuditAction("journey.toggle", "journey", journeyId);
    }
  }

  /**
   * Publishes a definition from a file, unless this journey already had it. Returns the journey.
   *
   * @param hash of the definition's content
   */
  @JsonTypeName("publish_journey")
  record PublishJourney(
      @JsonProperty(required = true) JourneyDefinition definition,
      @JsonProperty(required = true) String hash)
      implements OfRegistry {
    @Override
    public String key() {
      return definition.id();
    }

    @Override
    public AuditAction auditAction() {
      return new AuditAction("journey.publish", "journey", definition.id());
    }
  }

  /** Marks a journey whose file was deleted. Changes only the source that is shown. */
  @JsonTypeName("mark_missing")
  record MarkMissing(@JsonProperty(required = true) String journeyId) implements OfRegistry {
    @Override
    public String key() {
      return journeyId;
    }

    @Override
    public AuditAction auditAction() {
      return new AuditAction("journey.missing", "journey", journeyId);
    }
  }

  /**
   * Holds or releases the sends of a journey, or of all. Rejected when there is no such journey.
   *
   * @param journeyId {@link Hold#ALL} for every journey
   * @param perSecond how many held sends per second go out after the release
   */
  @JsonTypeName("hold_sends")
  record HoldSends(
      @JsonProperty(required = true) String journeyId,
      @JsonProperty(required = true) boolean held,
      @JsonProperty(required = true) int perSecond)
      implements OfRegistry {
    @Override
    public String key() {
      return journeyId;
    }

    @Override
    public AuditAction auditAction() {
      return new AuditAction(held ? "sends.hold" : "sends.release", "journey", journeyId);
    }
  }

  /** Starts a bulk cancel. Rejected when there is no such journey. */
  @JsonTypeName("cancel_states")
  record CancelStates(@JsonProperty(required = true) CancelJob job) implements OfRegistry {
    @Override
    public String key() {
      return job.journeyId();
    }

    @Override
    public AuditAction auditAction() {
      return new AuditAction("states.cancel", "journey", job.journeyId());
    }

    /**
     * Excludes the quotas: a repeat finds fewer instances to cancel, since the first has started.
     */
    @Override
    public Command idempotencyContent() {
      return new CancelStates(job.with(Map.of()));
    }
  }

  /** Publishes a template, unless it equals the current one. */
  @JsonTypeName("publish_template")
  record PublishTemplate(@JsonProperty(required = true) Template template) implements OfRegistry {
    @Override
    public String key() {
      return template.key();
    }

    @Override
    public AuditAction auditAction() {
      return new AuditAction("template.publish", "template", template.key());
    }
  }

  /** Replaces the sending policy. */
  @JsonTypeName("publish_sending")
  record PublishSending(@JsonProperty(required = true) SendingPolicy policy) implements OfRegistry {

    private static final String ID = "sending";

    @Override
    public String key() {
      return ID;
    }

    @Override
    public AuditAction auditAction() {
      return new AuditAction("sending.publish", "sending", ID);
    }
  }

  /**
   * Creates an API key, whose secret is never part of a command. Rejected when the id exists.
   *
   * @param id derived from the command's own id, so that a repeat refers to the same key
   * @param role and {@code scopes}: one of the two
   * @param hash of the whole key, generated anew for each attempt; the first one counts
   * @param createdBy name of the actor who requested it
   */
  @JsonTypeName("create_api_key")
  record CreateApiKey(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) String name,
      @Nullable Role role,
      @JsonProperty(required = true) List<Scope> scopes,
      @Nullable Instant expiresAt,
      @JsonProperty(required = true) String hash,
      @JsonProperty(required = true) String createdBy)
      implements OfRegistry {

    public CreateApiKey {
      scopes = List.copyOf(scopes);
    }

    @Override
    public String key() {
      return id;
    }

    @Override
    public AuditAction auditAction() {
      return new AuditAction("api-key.create", "api-key", id);
    }

    @Override
    public Command idempotencyContent() {
      return new CreateApiKey(id, name, role, scopes, expiresAt, "", createdBy);
    }

    /** Omits the hash, so that a log line cannot leak it. */
    @Override
    public String toString() {
      return "CreateApiKey[id=%s, name=%s]".formatted(id, name);
    }
  }

  /** Revokes an API key. Rejected when there is none, or when it is already revoked. */
  @JsonTypeName("revoke_api_key")
  record RevokeApiKey(@JsonProperty(required = true) String id) implements OfRegistry {
    @Override
    public String key() {
      return id;
    }

    @Override
    public AuditAction auditAction() {
      return new AuditAction("api-key.revoke", "api-key", id);
    }
  }

  /**
   * Retries a dead letter: republishes a record to its original topic, or retries an instance from
   * the step at which it failed. Rejected when there is no such dead letter, or when it is not
   * pending or cannot be retried.
   *
   * @param partition and {@code offset} of the dead letter
   * @param by the actor
   * @param original the original record, which only the log contains; null for an instance
   */
  @JsonTypeName("retry_dead_letter")
  record RetryDeadLetter(
      @JsonProperty(required = true) int partition,
      @JsonProperty(required = true) long offset,
      @JsonProperty(required = true) String by,
      @Nullable Original original)
      implements OfPartition {

    /**
     * A record.
     *
     * @param key in base64, null when it had none
     * @param value in base64
     */
    public record Original(@Nullable String key, @JsonProperty(required = true) String value) {}

    @Override
    public AuditAction auditAction() {
      return new AuditAction("dead-letter.retry", "dead-letter", partition + "-" + offset);
    }
  }

  /** Discards a dead letter. Rejected when there is none, or when it is not pending. */
  @JsonTypeName("discard_dead_letter")
  record DiscardDeadLetter(
      @JsonProperty(required = true) int partition,
      @JsonProperty(required = true) long offset,
      @JsonProperty(required = true) String by)
      implements OfPartition {
    @Override
    public AuditAction auditAction() {
      return new AuditAction("dead-letter.discard", "dead-letter", partition + "-" + offset);
    }
  }
}
