package dev.sojourn.processor.query;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.instance.InstanceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question that one partition's stores answer. Questions and answers are JSON, so that a node can
 * ask the owner of a partition. Every {@code limit} counts from the newest: to show a page, ask for
 * {@code offset + limit} and merge.
 *
 * @param <A> the answer
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "query")
@JsonSubTypes({
  @JsonSubTypes.Type(Query.States.class),
  @JsonSubTypes.Type(Query.StatesOfPerson.class),
  @JsonSubTypes.Type(Query.State.class),
  @JsonSubTypes.Type(Query.Counts.class),
  @JsonSubTypes.Type(Query.Decisions.class),
  @JsonSubTypes.Type(Query.PreferencesOf.class),
  @JsonSubTypes.Type(Query.ContactOf.class),
  @JsonSubTypes.Type(Query.TimelineOf.class),
  @JsonSubTypes.Type(Query.EventsOfPerson.class),
  @JsonSubTypes.Type(Query.Outbox.class),
  @JsonSubTypes.Type(Query.DeadLetters.class),
  @JsonSubTypes.Type(Query.DeadLetter.class),
  @JsonSubTypes.Type(Query.RegistryContent.class)
})
public sealed interface Query<A> {

  /** What the answer is read back as. */
  Class<A> answerType();

  /**
   * Instances of a journey, newest first, with the exact number of all that match.
   *
   * @param status one of the five, null for all
   */
  @JsonTypeName("states")
  record States(String journeyId, @Nullable String status, int limit)
      implements Query<Answer.States> {
    @Override
    public Class<Answer.States> answerType() {
      return Answer.States.class;
    }
  }

  /** A person's instances of a journey, newest first. */
  @JsonTypeName("states_of_person")
  record StatesOfPerson(String userId, String journeyId, @Nullable String status)
      implements Query<Answer.States> {
    @Override
    public Class<Answer.States> answerType() {
      return Answer.States.class;
    }
  }

  /** One instance with its log. */
  @JsonTypeName("state")
  record State(InstanceId id) implements Query<Answer.State> {
    @Override
    public Class<Answer.State> answerType() {
      return Answer.State.class;
    }
  }

  /** How many instances of each journey have which status. */
  @JsonTypeName("counts")
  record Counts() implements Query<Answer.Counts> {
    @Override
    public Class<Answer.Counts> answerType() {
      return Answer.Counts.class;
    }
  }

  /**
   * Evaluations of a journey's trigger, newest first: enrolments and refusals.
   *
   * @param userId null for everybody
   * @param outcome {@code entered} or {@code rejected}, null for both
   */
  @JsonTypeName("decisions")
  record Decisions(String journeyId, @Nullable String userId, @Nullable String outcome, int limit)
      implements Query<Answer.Decisions> {
    @Override
    public Class<Answer.Decisions> answerType() {
      return Answer.Decisions.class;
    }
  }

  /** What a person wants to receive; the defaults for somebody nobody has seen. */
  @JsonTypeName("preferences")
  record PreferencesOf(String userId) implements Query<Answer.Preferences> {
    @Override
    public Class<Answer.Preferences> answerType() {
      return Answer.Preferences.class;
    }
  }

  /** What is known of a person. */
  @JsonTypeName("contact_of")
  record ContactOf(String userId) implements Query<Answer.Contact> {
    @Override
    public Class<Answer.Contact> answerType() {
      return Answer.Contact.class;
    }
  }

  /**
   * What happened to a person, newest first, with the exact number of all that match.
   *
   * @param type {@code event}, {@code decision}, {@code transition} or {@code send}, null for all
   */
  @JsonTypeName("timeline_of")
  record TimelineOf(String userId, @Nullable String type, int limit)
      implements Query<Answer.Timeline> {
    @Override
    public Class<Answer.Timeline> answerType() {
      return Answer.Timeline.class;
    }
  }

  /**
   * A person's stored events by event time, newest first.
   *
   * @param event an exact name, null for all
   * @param from inclusive, null for no bound
   * @param to inclusive, null for no bound
   */
  @JsonTypeName("events_of_person")
  record EventsOfPerson(
      String userId,
      @Nullable String event,
      @Nullable Instant from,
      @Nullable Instant to,
      int limit)
      implements Query<Answer.Events> {
    @Override
    public Class<Answer.Events> answerType() {
      return Answer.Events.class;
    }
  }

  /** Messages the log provider has sent, newest first; kept under {@code dev} alone. */
  @JsonTypeName("outbox")
  record Outbox(@Nullable String userId, int limit) implements Query<Answer.Outbox> {
    @Override
    public Class<Answer.Outbox> answerType() {
      return Answer.Outbox.class;
    }
  }

  /**
   * Dead letters, newest first, with the exact number of all that match.
   *
   * @param source {@code ingest}, {@code journey} or {@code delivery}, null for all
   * @param status {@code pending}, {@code retried} or {@code discarded}, null for all
   */
  @JsonTypeName("dead_letters")
  record DeadLetters(@Nullable String source, @Nullable String status, int limit)
      implements Query<Answer.DeadLetters> {
    @Override
    public Class<Answer.DeadLetters> answerType() {
      return Answer.DeadLetters.class;
    }
  }

  /** The dead letter at this offset. */
  @JsonTypeName("dead_letter")
  record DeadLetter(long offset) implements Query<Answer.DeadLetter> {
    @Override
    public Class<Answer.DeadLetter> answerType() {
      return Answer.DeadLetter.class;
    }
  }

  /** Everything published; each partition has all of it. */
  @JsonTypeName("registry")
  record RegistryContent() implements Query<Answer.RegistryContent> {
    @Override
    public Class<Answer.RegistryContent> answerType() {
      return Answer.RegistryContent.class;
    }
  }
}
