package dev.sojourn.processor.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.type.TypeFactory;
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
 * <p>A feature may declare queries of its own; each has a {@link QueryHandler}.
 *
 * @param <A> the type of the result
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "query")
public interface Query<A> {

  /** The class that a result is deserialised to: the {@code A} of the query's declaration. */
  default Class<A> answerType() {
    @SuppressWarnings("unchecked")
    Class<A> declared =
        (Class<A>)
            TypeFactory.defaultInstance()
                .constructType(getClass())
                .findTypeParameters(Query.class)[0]
                .getRawClass();
    return declared;
  }

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
      implements Query<QueryResult.States> {}

  /** A person's instances of a journey, newest first. */
  @JsonTypeName("states_of_person")
  record StatesOfPerson(String userId, String journeyId, @Nullable String status)
      implements Query<QueryResult.States> {}

  /** One instance with its log. */
  @JsonTypeName("state")
  record State(InstanceId id) implements Query<QueryResult.State> {}

  /** Number of instances by journey and status. */
  @JsonTypeName("counts")
  record Counts() implements Query<QueryResult.Counts> {}

  /** All counters. */
  @JsonTypeName("totals")
  record Totals() implements Query<QueryResult.Totals> {}

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
  }

  /** Preferences of a person; the defaults for an unknown person. */
  @JsonTypeName("preferences")
  record PreferencesOf(String userId) implements Query<QueryResult.Preferences> {}

  /** Contact of a person. */
  @JsonTypeName("contact_of")
  record ContactOf(String userId) implements Query<QueryResult.Contact> {}

  /**
   * Timeline of a person, newest first, with the exact number of all that match.
   *
   * @param type {@code event}, {@code decision}, {@code transition} or {@code send}, null for all
   */
  @JsonTypeName("timeline_of")
  record TimelineOf(String userId, @Nullable String type, @Nullable Position after, int limit)
      implements Query<QueryResult.Timeline> {}

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
  }

  /** Events by id, unordered; those that are not stored in this partition are left out. */
  @JsonTypeName("stored_events")
  record StoredEvents(List<UUID> ids) implements Query<QueryResult.Events> {
    public StoredEvents {
      ids = List.copyOf(ids);
    }
  }

  /** Messages of the log provider, newest first; stored only under {@code dev}. */
  @JsonTypeName("outbox")
  record Outbox(
      @Nullable String userId,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Position after,
      int limit)
      implements Query<QueryResult.Outbox> {}

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
      implements Query<QueryResult.AuditLogs> {}

  /**
   * Dead letters, newest first, with the exact number of all that match.
   *
   * @param source {@code ingest}, {@code journey} or {@code delivery}, null for all
   * @param status {@code pending}, {@code retried} or {@code discarded}, null for all
   */
  @JsonTypeName("dead_letters")
  record DeadLetters(
      @Nullable String source, @Nullable String status, @Nullable Position after, int limit)
      implements Query<QueryResult.DeadLetters> {}

  /** The dead letter at this offset. */
  @JsonTypeName("dead_letter")
  record DeadLetter(long offset) implements Query<QueryResult.DeadLetter> {}

  /** All registry entries; each partition has all of them. */
  @JsonTypeName("registry")
  record RegistryContent() implements Query<QueryResult.RegistryContent> {}

  /**
   * What a journey would decide about an event. Nothing is stored.
   *
   * @param at when the event would occur
   */
  @JsonTypeName("explain")
  record Explain(
      String journeyId, String userId, String event, Map<String, Object> properties, Instant at)
      implements Query<QueryResult.Explained> {}

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
      implements Query<QueryResult.Matching> {}

  /** Progress of a job in a partition. */
  @JsonTypeName("job")
  record Job(String jobId) implements Query<QueryResult.Job> {}

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
      implements Query<QueryResult.Events> {}
}
