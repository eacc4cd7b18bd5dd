package dev.sojourn.processor.query;

import dev.sojourn.topics.job.JobProgress;
import dev.sojourn.topics.registry.RegistryEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one partition answers. Names and nulls are those of the operations API. */
public interface QueryResult {

  /**
   * Instances, newest first, ties by id.
   *
   * @param total of all that match in this partition
   */
  record States(List<StateView> states, long total) implements QueryResult {}

  /** One instance; null when this partition has none of this id. */
  record State(@Nullable StateView state, List<LogView> logs) implements QueryResult {}

  /** By journey id. */
  record Counts(Map<String, JourneyCounts> journeys) implements QueryResult {}

  /**
   * By journey id, then by name; the whole's stand under the empty id. See {@link
   * dev.sojourn.processor.counter.CounterKey}.
   */
  record Totals(Map<String, Map<String, Long>> journeys) implements QueryResult {}

  /** Newest first, ties by event id. */
  record Decisions(List<DecisionView> decisions, long total) implements QueryResult {}

  /** What a person wants to receive. */
  record Preferences(
      String userId,
      @Nullable String email,
      boolean unsubscribedAll,
      boolean suppressed,
      Map<String, Boolean> categories,
      int bounceCount)
      implements QueryResult {}

  /**
   * What is known of a person.
   *
   * @param known whether anything is: a contact, a head or an event
   * @param erased whether the person was erased, so that nothing will be known any more
   * @param properties without the address
   */
  record Contact(
      boolean known,
      boolean erased,
      String userId,
      @Nullable String email,
      Map<String, Object> properties)
      implements QueryResult {}

  /** The reverse of the order in which it happened. */
  record Timeline(List<TimelineView> entries, long total) implements QueryResult {}

  /** Newest first by event time, ties by id. */
  record Events(List<EventRow> events, long total) implements QueryResult {}

  /** Newest first, ties by id. */
  record Outbox(List<OutboxMessage> messages, long total) implements QueryResult {}

  /** Newest first, ties by id. */
  record AuditLogs(List<AuditView> logs, long total) implements QueryResult {}

  /** Newest first, ties by id. */
  record DeadLetters(List<DeadLetterView> entries, long total) implements QueryResult {}

  /** One dead letter; null when this partition has none at this place. */
  record DeadLetter(@Nullable DeadLetterView entry) implements QueryResult {}

  /** Everything published. */
  record RegistryContent(List<RegistryEntry> entries) implements QueryResult {}

  /**
   * What an event would come to.
   *
   * @param reason why the person would not enter, null when they would
   * @param state how far they would come at once, null when they would not enter
   * @param logs the movements on the way
   */
  record Explained(
      @Nullable String reason,
      List<GuardView> guards,
      @Nullable StateView state,
      List<LogView> logs)
      implements QueryResult {}

  /** A guard's word, and what it looked at. */
  record GuardView(String guard, boolean passed, Map<String, Object> saw) {}

  /** How many instances match, in one partition. */
  record Matching(int partition, int count) implements QueryResult {}

  /** How far one partition has come; null when it does not know the job. */
  record Job(@Nullable JobProgress progress) implements QueryResult {}

  /**
   * An instance as the operations API shows it.
   *
   * @param userEmail null when none was known when the person entered
   */
  record StateView(
      String id,
      String userId,
      @Nullable String userEmail,
      String journeyId,
      String currentNodeId,
      String status,
      String hatchetRunId,
      Map<String, Object> context,
      @Nullable String errorMessage,
      int entryCount,
      @Nullable Instant completedAt,
      @Nullable Instant exitedAt,
      Instant createdAt,
      Instant updatedAt) {

    public Position position() {
      return new Position(createdAt, id);
    }
  }

  /** A movement as the operations API shows it. */
  record LogView(
      String id,
      @Nullable String fromNodeId,
      @Nullable String toNodeId,
      String action,
      @Nullable Map<String, Object> detail,
      Instant createdAt) {}

  /**
   * The numbers of one journey in one partition.
   *
   * @param durationMs sum of the time from entry to completion over the completed
   */
  record JourneyCounts(
      long active, long waiting, long completed, long failed, long exited, long durationMs) {

    public static final JourneyCounts NONE = new JourneyCounts(0, 0, 0, 0, 0, 0);

    public JourneyCounts plus(JourneyCounts other) {
      return new JourneyCounts(
          active + other.active,
          waiting + other.waiting,
          completed + other.completed,
          failed + other.failed,
          exited + other.exited,
          durationMs + other.durationMs);
    }

    public long enrolled() {
      return active + waiting + completed + failed + exited;
    }
  }

  /**
   * An evaluation of a trigger.
   *
   * @param outcome {@code entered} or {@code rejected}
   */
  record DecisionView(
      String eventId,
      String event,
      String userId,
      String outcome,
      @Nullable String reason,
      @Nullable String stateId,
      Instant at) {

    public Position position() {
      return new Position(at, eventId);
    }
  }

  /**
   * A stored event without its properties, which stand in the log.
   *
   * @param partition and offset of the events topic
   */
  record EventRow(
      String id, String userId, String event, Instant occurredAt, int partition, long offset) {

    public Position position() {
      return new Position(occurredAt, id);
    }
  }

  /**
   * Who did what, as the operations API shows it.
   *
   * @param before and {@code after}: null when nothing was done, or nothing was there
   * @param status of the answer, as in HTTP
   */
  record AuditView(
      String id,
      String actor,
      @Nullable String actorKeyId,
      String action,
      String resource,
      String resourceId,
      @Nullable Map<String, Object> before,
      @Nullable Map<String, Object> after,
      @Nullable String ipAddress,
      int status,
      Instant createdAt) {

    /** Where it stands in the list. */
    public Position position() {
      return new Position(createdAt, id);
    }
  }

  /**
   * A dead letter without its bytes, which stand in the log.
   *
   * @param partition and {@code offset} of the dead letters, of which the id is made
   * @param sourceId the instance that failed, or where the record stood
   */
  record DeadLetterView(
      int partition,
      long offset,
      String source,
      @Nullable String sourceId,
      String reason,
      @Nullable String error,
      String status,
      int retryCount,
      @Nullable Instant retriedAt,
      Instant createdAt) {

    /** The same on every node and after every restart. */
    public String id() {
      return partition + "-" + offset;
    }

    /** Where it stands in the list. */
    public Position position() {
      return new Position(createdAt, id());
    }
  }

  /**
   * One thing that happened to a person.
   *
   * @param type {@code event}, {@code decision}, {@code transition} or {@code send}
   * @param partition and {@code offset} of an event in the events topic, where the whole of it
   *     stands; null for all others
   */
  record TimelineView(
      String place,
      String type,
      Instant timestamp,
      Map<String, Object> data,
      @Nullable Integer partition,
      @Nullable Long offset) {

    /** Where it stands in the list. */
    public Position position() {
      return new Position(timestamp, place);
    }
  }

  /** A message as it went out. */
  record OutboxMessage(
      String id,
      String userId,
      String to,
      String channel,
      String template,
      String subject,
      String body,
      String journeyId,
      String stateId,
      String stepId,
      Instant at) {

    public Position position() {
      return new Position(at, id);
    }
  }
}
