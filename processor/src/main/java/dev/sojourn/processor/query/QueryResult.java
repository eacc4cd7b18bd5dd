package dev.sojourn.processor.query;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.topics.job.JobProgress;
import dev.sojourn.topics.registry.RegistryRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Result of a query to one partition. Names and nulls are those of the operations API. */
public interface QueryResult {

  /**
   * Instances, newest first, ties by id.
   *
   * @param total of all that match in this partition
   */
  record States(List<StateView> states, long total) implements QueryResult {}

  /** One instance; null when this partition has none with this id. */
  record State(@Nullable StateView state, List<LogView> logs) implements QueryResult {}

  /** Instance counts by journey id. */
  record Counts(Map<String, JourneyCounts> journeys) implements QueryResult {}

  /**
   * Counters by journey id, then by name; those of the whole partition are under the empty id. See
   * {@link dev.sojourn.processor.counter.CounterKey}.
   */
  record Totals(Map<String, Map<String, Long>> journeys) implements QueryResult {}

  /** Entry decisions, newest first, ties by event id. */
  record Decisions(List<DecisionView> decisions, long total) implements QueryResult {}

  /** Preferences of a person. */
  record Preferences(
      String userId,
      @Nullable String email,
      boolean unsubscribedAll,
      boolean suppressed,
      Map<String, Boolean> categories,
      int bounceCount)
      implements QueryResult {}

  /**
   * Contact of a person.
   *
   * @param known whether anything is stored: a contact, a person summary or an event
   * @param erased whether the person was erased, so that nothing will be stored any more
   * @param properties without the email address
   */
  record Contact(
      boolean known,
      boolean erased,
      String userId,
      @Nullable String email,
      Map<String, Object> properties)
      implements QueryResult {}

  /** Timeline entries, newest first; within one millisecond an effect comes before its cause. */
  record Timeline(List<TimelineView> entries, long total) implements QueryResult {}

  /** Stored events, newest first by event time, ties by id. */
  record Events(List<EventRow> events, long total) implements QueryResult {}

  /** Outbox messages, newest first, ties by id. */
  record Outbox(List<OutboxMessage> messages, long total) implements QueryResult {}

  /** Audit log entries, newest first, ties by id. */
  record AuditLogs(List<AuditView> logs, long total) implements QueryResult {}

  /** Dead letters, newest first, ties by id. */
  record DeadLetters(List<DeadLetterView> entries, long total) implements QueryResult {}

  /** One dead letter; null when this partition has none at this offset. */
  record DeadLetter(@Nullable DeadLetterView entry) implements QueryResult {}

  /** All registry entries; those of a newer node may be of kinds that this one does not know. */
  record RegistryContent(List<RegistryRecord> entries) implements QueryResult {}

  /**
   * What a journey would decide about an event.
   *
   * @param reason why the person would not enter, null when they would
   * @param state how far they would get at once, null when they would not enter
   * @param logs the log entries up to there
   */
  record Explained(
      @Nullable String reason,
      List<GuardView> guards,
      @Nullable StateView state,
      List<LogView> logs)
      implements QueryResult {}

  /** Result of a guard, and what it looked at. */
  record GuardView(String guard, boolean passed, Map<String, Object> saw) {}

  /** Number of matching instances in one partition. */
  record Matching(int partition, int count) implements QueryResult {}

  /** Progress of a job in one partition; null when the partition does not know the job. */
  record Job(@Nullable JobProgress progress) implements QueryResult {}

  /**
   * An instance as the operations API shows it.
   *
   * @param userEmail null when no email address was known when the person entered
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

  /** A log entry as the operations API shows it. */
  record LogView(
      String id,
      @Nullable String fromNodeId,
      @Nullable String toNodeId,
      String action,
      @Nullable Map<String, Object> detail,
      Instant createdAt) {}

  /**
   * Counters of one journey in one partition.
   *
   * @param durationMs sum of the time from entry to completion over completed instances
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
   * A stored event without its properties, which are in the events topic.
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
   * An audit log entry.
   *
   * @param before and {@code after}: null when nothing was done, or nothing was there
   * @param rejected and {@code code}: why the command was rejected, null when it was applied; rows
   *     of earlier releases have no code
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
      Rejection.@Nullable Kind rejected,
      @Nullable String code,
      Instant createdAt) {

    /** Position in the list. */
    public Position position() {
      return new Position(createdAt, id);
    }
  }

  /**
   * A dead letter without its bytes, which are in the topic.
   *
   * @param partition and {@code offset} in the dead letters topic, which form the id
   * @param sourceId the instance that failed, or the original position of the record
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

    /** Position in the list. */
    public Position position() {
      return new Position(createdAt, id());
    }
  }

  /**
   * An entry of a person's timeline.
   *
   * @param type {@code event}, {@code decision}, {@code transition} or {@code send}
   * @param partition and {@code offset} of an event in the events topic, which holds the whole
   *     event; null for all other types
   */
  record TimelineView(
      String place,
      String type,
      Instant timestamp,
      Map<String, Object> data,
      @Nullable Integer partition,
      @Nullable Long offset) {

    /** Position in the list. */
    public Position position() {
      return new Position(timestamp, place);
    }
  }

  /** A message as it was sent. */
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
