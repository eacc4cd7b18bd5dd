package dev.sojourn.processor.audit;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Limits;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.AuditAction;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Partitions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the audit log, in the transaction of the audited change: one row for each decided command,
 * refused ones included, and one for each person that an operator enrols. A duplicate has no row,
 * since it does nothing.
 */
public final class AuditLog {

  /** The source of events by which operators enrol people. */
  private static final String ADMIN = "admin";

  /** Limit of the before and of the after content, in bytes of JSON. */
  private static final int MOST = 16 * 1024;

  private final AuditStore store;
  private final ErasedStore erased;
  private final int partition;

  public AuditLog(AuditStore store, ErasedStore erased, int partition) {
    this.store = store;
    this.erased = erased;
    this.partition = partition;
  }

  /** Writes a row for a decided command, applied or refused. */
  public void decided(InputRecord record, Command command, Result result, AuditChange change) {
    Actor actor = Actor.read(record.headers());
    Rejection rejection = result.rejection();
    if (actor.equals(Actor.FOLDER) && rejection == null && change.isNothing()) {
      // Each start of a node publishes its whole folder again.
      return;
    }
    String userId = command instanceof Command.OfPerson ofPerson ? ofPerson.userId() : null;
    AuditRow row =
        new AuditRow(
            partition + "-" + record.offset(),
            actor,
            command.auditAction(),
            userId,
            small(change.before()),
            small(change.after()),
            rejection == null ? null : rejection.kind(),
            rejection == null ? null : rejection.code(),
            record.intake());
    Optional<String> pseudonym =
        userId == null ? Optional.empty() : erased.pseudonym(Partitions.hash(userId), userId);
    store.put(pseudonym.map(row::about).orElse(row));
  }

  /** Twice the largest content of a command would not fit through the broker as a row. */
  private static @Nullable Map<String, Object> small(@Nullable Map<String, Object> facts) {
    int size = facts == null ? 0 : Limits.sizeOf(facts);
    return size > MOST ? Map.of("omittedBytes", size) : facts;
  }

  /**
   * The journey that an operator enrols a person into with this event; empty for all other events.
   * No event endpoint sets these headers or this source.
   */
  public static Optional<String> enrols(InputRecord record, EventEnvelope envelope) {
    return ADMIN.equals(envelope.source())
        ? Headers.text(record.headers(), Headers.ENROLS)
            .filter(journey -> journey.length() <= Headers.LONGEST)
        : Optional.empty();
  }

  /** Writes a row for a decided enrolment. */
  public void enrolled(InputRecord record, String journeyId, String userId, Decision decision) {
    store.put(
        new AuditRow(
            // The "e" prefix, because offsets of commands and of events are counted separately.
            partition + "-e" + record.offset(),
            Actor.read(record.headers()),
            new AuditAction("journey.enroll", "journey", journeyId),
            userId,
            null,
            outcome(journeyId, userId, decision),
            // Accepted in any case; the row says what it led to.
            null,
            null,
            record.intake()));
  }

  private static Map<String, Object> outcome(String journeyId, String userId, Decision decision) {
    Map<String, Object> after = new LinkedHashMap<>();
    after.put("userId", userId);
    Optional<Decision.Entry> entry =
        decision.entries().stream().filter(one -> one.journeyId().equals(journeyId)).findFirst();
    boolean enrolled = entry.isPresent() && entry.get().reason() == null;
    after.put("enrolled", enrolled);
    if (enrolled) {
      after.put("stateId", String.valueOf(entry.get().instance()));
    } else {
      // The journey may have got another trigger meanwhile.
      after.put(
          "reason",
          entry.map(Decision.Entry::reason).map(reason -> reason.json()).orElse("not_triggered"));
    }
    return after;
  }
}
