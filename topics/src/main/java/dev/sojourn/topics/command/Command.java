package dev.sojourn.topics.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.registry.Template;
import dev.sojourn.topics.job.CancelJob;
import java.time.Instant;
import java.util.UUID;

/**
 * An admin write. Its record carries the command's id and where to answer in the headers {@link
 * dev.sojourn.topics.topic.Headers#CORRELATION} and {@link
 * dev.sojourn.topics.topic.Headers#REPLY_TO}; a repeat of the id gets the first answer.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(Command.CancelInstance.class),
  @JsonSubTypes.Type(Command.ChangePreferences.class),
  @JsonSubTypes.Type(Command.ToggleJourney.class),
  @JsonSubTypes.Type(Command.PublishJourney.class),
  @JsonSubTypes.Type(Command.MarkMissing.class),
  @JsonSubTypes.Type(Command.PublishTemplate.class),
  @JsonSubTypes.Type(Command.ReplayEvent.class),
  @JsonSubTypes.Type(Command.HoldSends.class),
  @JsonSubTypes.Type(Command.CancelStates.class)
})
public sealed interface Command {

  /** What its record is keyed by: whoever owns this key decides. */
  String key();

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
      implements OfPerson {}

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
  }

  /** Begins to cancel many instances. Answers the job; 404 when there is no such journey. */
  @JsonTypeName("cancel_states")
  record CancelStates(@JsonProperty(required = true) CancelJob job) implements OfRegistry {
    @Override
    public String key() {
      return job.journeyId();
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
}
