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
 * An admin write. Its record carries the command's id and where to answer in the headers {@link
 * dev.sojourn.topics.topic.Headers#CORRELATION} and {@link
 * dev.sojourn.topics.topic.Headers#REPLY_TO}, and who gave it in {@link
 * dev.sojourn.topics.topic.Headers#ACTOR}; a repeat of the id gets the first answer.
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

  /** What its record is keyed by: whoever owns this key decides, unless it says who does. */
  String key();

  /** The partition, of so many, that decides. */
  default int decidedBy(int partitions) {
    return Partitions.of(key(), partitions);
  }

  /** What it does, as the audit log calls it. */
  AuditAction auditAction();

  /**
   * What tells it from another command under the same id: without what is made anew for each
   * attempt.
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

  /** A command about something published. */
  sealed interface OfRegistry extends Command {}

  /** A command about something that one partition has, whatever its key. */
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
   * Ends an instance. Answers the instance; 404 when there is none, 409 when it is over.
   *
   * @param by who asked
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

  /** Merges what a person wants to receive. Answers the preferences. */
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
   * Looks at a stored event again. Answers what became of each journey that it starts.
   *
   * @param eventId under which it is stored
   * @param occurredAt when it happened
   * @param replay the id of the request that asks for it, with others perhaps
   * @param event as it stands in the log
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
   * Merges what is known of a person. Answers the contact; 413 when it would become too large.
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
   * Removes everything that is known of a person, for good. Answers how many live instances it has
   * stopped; 404 when nothing is known.
   *
   * @param salt random bytes in base64, by which the person is recognised without being named
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
   * Switches a journey on or off. Answers the journey; 404 when there is none, 409 for a draft or
   * an archived one.
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
   * Publishes a definition from a file, unless this journey had it before. Answers the journey.
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

  /** The file of a journey has gone. Changes nothing but what is shown as its source. */
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
   * Holds back the sends of a journey, or of all, or lets them go. Answers the hold; 404 when there
   * is no such journey.
   *
   * @param journeyId {@link Hold#ALL} for every journey
   * @param perSecond how many of the held may go a second once they are let go
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

  /** Begins to cancel many instances. Answers the job; 404 when there is no such journey. */
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

    /** Without the quotas: a repeat finds fewer to cancel, since the first has begun. */
    @Override
    public Command idempotencyContent() {
      return new CancelStates(job.with(Map.of()));
    }
  }

  /** Publishes a template, unless it is what stands there. */
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

  /** Publishes what protects people from too many messages, in place of what stood there. */
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
   * Makes a key of the API. Answers the key without its secret, which never comes this far; 409
   * when there is one of this id.
   *
   * @param id made of the command's own id, so that a repeat is about the same key
   * @param role and {@code scopes}: one of the two
   * @param hash of the whole key, made anew for each attempt; the first one counts
   * @param createdBy who asked for it, by name
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

    /** Without the hash, so that a log line cannot give it away. */
    @Override
    public String toString() {
      return "CreateApiKey[id=%s, name=%s]".formatted(id, name);
    }
  }

  /** Revokes a key of the API. Answers the key; 404 when there is none, 409 when it is revoked. */
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
   * Runs a dead letter again: a record is appended once more to where it came from, an instance
   * goes on at the step at which it failed. 404 when there is no such dead letter, 409 when it is
   * not pending or cannot be run again.
   *
   * @param partition and {@code offset} of the dead letter
   * @param by who asked
   * @param original the record as it was, which stands in the log alone; null for an instance
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

  /** Gives a dead letter up. 404 when there is no such dead letter, 409 when it is not pending. */
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
