package dev.sojourn.topics.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.registry.Template;
import dev.sojourn.topics.topic.Partitions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An admin write. Its record carries the command's id and where to answer in the headers {@link
 * dev.sojourn.topics.topic.Headers#CORRELATION} and {@link
 * dev.sojourn.topics.topic.Headers#REPLY_TO}; a repeat of the id gets the first answer.
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

  /** What of it a repeat says again; all of it, unless something is made anew for each. */
  default Command repeated() {
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
      implements OfPerson {}

  /** Merges what a person wants to receive. Answers the preferences. */
  @JsonTypeName("change_preferences")
  record ChangePreferences(
      @JsonProperty(required = true) String userId,
      @JsonProperty(required = true) PreferencesPatch patch)
      implements OfPerson {}

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
      implements OfPerson {}

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
    public Command repeated() {
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
  }

  /** The file of a journey has gone. Changes nothing but what is shown as its source. */
  @JsonTypeName("mark_missing")
  record MarkMissing(@JsonProperty(required = true) String journeyId) implements OfRegistry {
    @Override
    public String key() {
      return journeyId;
    }
  }

  /** Publishes a template, unless it is what stands there. */
  @JsonTypeName("publish_template")
  record PublishTemplate(@JsonProperty(required = true) Template template) implements OfRegistry {
    @Override
    public String key() {
      return template.key();
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
  }

  /** Gives a dead letter up. 404 when there is no such dead letter, 409 when it is not pending. */
  @JsonTypeName("discard_dead_letter")
  record DiscardDeadLetter(
      @JsonProperty(required = true) int partition,
      @JsonProperty(required = true) long offset,
      @JsonProperty(required = true) String by)
      implements OfPartition {}
}
