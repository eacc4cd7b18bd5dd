package dev.sojourn.processor.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Query that one partition's stores answer. Queries and results are JSON, so that a node can query
 * the owner of a partition. Every {@code limit} counts from the newest, or from {@code after}, the
 * position of the last row that was seen: to show a page, ask for {@code offset + limit} and merge.
 *
 * @param <A> the type of the result
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "query")
@JsonSubTypes({
  @JsonSubTypes.Type(Query.States.class),
  @JsonSubTypes.Type(Query.StatesOfPerson.class),
  @JsonSubTypes.Type(Query.State.class),
  @JsonSubTypes.Type(Query.Counts.class),
  @JsonSubTypes.Type(Query.Totals.class),
  @JsonSubTypes.Type(Query.Decisions.class),
  @JsonSubTypes.Type(Query.PreferencesOf.class),
  @JsonSubTypes.Type(Query.ContactOf.class),
  @JsonSubTypes.Type(Query.TimelineOf.class),
  @JsonSubTypes.Type(Query.EventsOfPerson.class),
  @JsonSubTypes.Type(Query.StoredEvents.class),
  @JsonSubTypes.Type(Query.Outbox.class),
  @JsonSubTypes.Type(Query.AuditLogs.class),
  @JsonSubTypes.Type(Query.DeadLetters.class),
  @JsonSubTypes.Type(Query.DeadLetter.class),
  @JsonSubTypes.Type(Query.RegistryContent.class),
  @JsonSubTypes.Type(Query.Explain.class),
  @JsonSubTypes.Type(Query.LiveMatching.class),
  @JsonSubTypes.Type(Query.Job.class),
  @JsonSubTypes.Type(Query.OldestEvents.class)
})
public sealed interface Query<A> {

  /** The class that a result is deserialised to. */
  Class<A> answerType();

  /**
   * Instances of a journey, newest first, with the exact number of all that match.
   *
   * @param status one of the five, null for all
   */
  @JsonTypeName("states")
  record States(
      String journeyId,
      @Nullable String status,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Position after,
      int limit)
      implements Query<QueryResult.States> {
    @Override
    public Class<QueryResult.States> answerType() {
      return QueryResult.States.class;
    }
  }

  /** A person's instances of a journey, newest first. */
  @JsonTypeName("states_of_person")
  record StatesOfPerson(String userId, String journeyId, @Nullable String status)
      implements Query<QueryResult.States> {
    @Override
    public Class<QueryResult.States> answerType() {
      return QueryResult.States.class;
    }
  }

  /** One instance with its log. */
  @JsonTypeName("state")
  record State(InstanceId id) implements Query<QueryResult.State> {
    @Override
    public Class<QueryResult.State> answerType() {
      return QueryResult.State.class;
    }
  }

  /** Number of instances by journey and status. */
  @JsonTypeName("counts")
  record Counts() implements Query<QueryResult.Counts> {
    @Override
    public Class<QueryResult.Counts> answerType() {
      return QueryResult.Counts.class;
    }
  }

  /** All counters. */
  @JsonTypeName("totals")
  record Totals() implements Query<QueryResult.Totals> {
    @Override
    public Class<QueryResult.Totals> answerType() {
      return QueryResult.Totals.class;
    }
  }

  /**
   * Evaluations of a journey's trigger, newest first: enrolments and refusals.
   *
   * @param userId null for everybody
   * @param outcome {@code entered} or {@code rejected}, null for both
   */
  @JsonTypeName("decisions")
  record Decisions(
      String journeyId,
      @Nullable String userId,
      @Nullable String outcome,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Position after,
      int limit)
      implements Query<QueryResult.Decisions> {

    public Decisions(
        String journeyId, @Nullable String userId, @Nullable String outcome, int limit) {
      this(journeyId, userId, outcome, null, limit);
    }

    @Override
    public Class<QueryResult.Decisions> answerType() {
      return QueryResult.Decisions.class;
    }
  }

  /** Preferences of a person; the defaults for an unknown person. */
  @JsonTypeName("preferences")
  record PreferencesOf(String userId) implements Query<QueryResult.Preferences> {
    @Override
    public Class<QueryResult.Preferences> answerType() {
      return QueryResult.Preferences.class;
    }
  }

  /** Contact of a person. */
  @JsonTypeName("contact_of")
  record ContactOf(String userId) implements Query<QueryResult.Contact> {
    @Override
    public Class<QueryResult.Contact> answerType() {
      return QueryResult.Contact.class;
    }
  }

  /**
   * Timeline of a person, newest first, with the exact number of all that match.
   *
   * @param type {@code event}, {@code decision}, {@code transition} or {@code send}, null for all
   */
  @JsonTypeName("timeline_of")
  record TimelineOf(String userId, @Nullable String type, @Nullable Position after, int limit)
      implements Query<QueryResult.Timeline> {
    @Override
    public Class<QueryResult.Timeline> answerType() {
      return QueryResult.Timeline.class;
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
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Position after,
      int limit)
      implements Query<QueryResult.Events> {

    public EventsOfPerson(
        String userId,
        @Nullable String event,
        @Nullable Instant from,
        @Nullable Instant to,
        int limit) {
      this(userId, event, from, to, null, limit);
    }

    @Override
    public Class<QueryResult.Events> answerType() {
      return QueryResult.Events.class;
    }
  }

  /** Events by id, unordered; those that are not stored in this partition are left out. */
  @JsonTypeName("stored_events")
  record StoredEvents(List<UUID> ids) implements Query<QueryResult.Events> {
    public StoredEvents {
      ids = List.copyOf(ids);
    }

    @Override
    public Class<QueryResult.Events> answerType() {
      return QueryResult.Events.class;
    }
  }

  /** Messages of the log provider, newest first; stored only under {@code dev}. */
  @JsonTypeName("outbox")
  record Outbox(
      @Nullable String userId,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Position after,
      int limit)
      implements Query<QueryResult.Outbox> {
    @Override
    public Class<QueryResult.Outbox> answerType() {
      return QueryResult.Outbox.class;
    }
  }

  /**
   * Audit log, newest first; each partition has the commands that it decided.
   *
   * @param actor a name or the id of a key, null for everybody
   * @param resource and {@code action}: exact, null for all
   * @param from inclusive, null for no bound
   * @param to inclusive, null for no bound
   */
  @JsonTypeName("audit_logs")
  record AuditLogs(
      @Nullable String actor,
      @Nullable String resource,
      @Nullable String action,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable Position after,
      int limit)
      implements Query<QueryResult.AuditLogs> {
    @Override
    public Class<QueryResult.AuditLogs> answerType() {
      return QueryResult.AuditLogs.class;
    }
  }

  /**
   * Dead letters, newest first, with the exact number of all that match.
   *
   * @param source {@code ingest}, {@code journey} or {@code delivery}, null for all
   * @param status {@code pending}, {@code retried} or {@code discarded}, null for all
   */
  @JsonTypeName("dead_letters")
  record DeadLetters(
      @Nullable String source, @Nullable String status, @Nullable Position after, int limit)
      implements Query<QueryResult.DeadLetters> {
    @Override
    public Class<QueryResult.DeadLetters> answerType() {
      return QueryResult.DeadLetters.class;
    }
  }

  /** The dead letter at this offset. */
  @JsonTypeName("dead_letter")
  record DeadLetter(long offset) implements Query<QueryResult.DeadLetter> {
    @Override
    public Class<QueryResult.DeadLetter> answerType() {
      return QueryResult.DeadLetter.class;
    }
  }

  /** All registry entries; each partition has all of them. */
  @JsonTypeName("registry")
  record RegistryContent() implements Query<QueryResult.RegistryContent> {
    @Override
    public Class<QueryResult.RegistryContent> answerType() {
      return QueryResult.RegistryContent.class;
    }
  }

  /**
   * What a journey would decide about an event. Nothing is stored.
   *
   * @param at when the event would occur
   */
  @JsonTypeName("explain")
  record Explain(
      String journeyId, String userId, String event, Map<String, Object> properties, Instant at)
      implements Query<QueryResult.Explained> {
    @Override
    public Class<QueryResult.Explained> answerType() {
      return QueryResult.Explained.class;
    }
  }

  /**
   * Number of live instances of a journey to cancel; counts no further than {@code most}.
   *
   * @param status {@code active} or {@code waiting}, null for both
   * @param version null for all
   * @param enteredBefore exclusive, null for no bound
   */
  @JsonTypeName("live_matching")
  record LiveMatching(
      String journeyId,
      @Nullable Status status,
      @Nullable Integer version,
      @Nullable Instant enteredBefore,
      int most)
      implements Query<QueryResult.Matching> {
    @Override
    public Class<QueryResult.Matching> answerType() {
      return QueryResult.Matching.class;
    }
  }

  /** Progress of a job in a partition. */
  @JsonTypeName("job")
  record Job(String jobId) implements Query<QueryResult.Job> {
    @Override
    public Class<QueryResult.Job> answerType() {
      return QueryResult.Job.class;
    }
  }

  /**
   * Stored events by event time, oldest first. Without a person it scans every event that the
   * partition stores.
   *
   * @param userId null for everybody
   * @param event an exact name, null for all
   * @param from inclusive, null for no bound
   * @param to inclusive, null for no bound
   */
  @JsonTypeName("oldest_events")
  record OldestEvents(
      @Nullable String userId,
      @Nullable String event,
      @Nullable Instant from,
      @Nullable Instant to,
      int limit)
      implements Query<QueryResult.Events> {
    @Override
    public Class<QueryResult.Events> answerType() {
      return QueryResult.Events.class;
    }
  }
}
