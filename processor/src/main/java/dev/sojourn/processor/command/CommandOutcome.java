package dev.sojourn.processor.command;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import java.util.List;

/**
 * What became of a command.
 *
 * @param result for whoever asked
 * @param change to audit
 * @param entries to publish to every partition; then the result is sent once they are applied
 */
public record CommandOutcome(Result result, AuditChange change, List<RegistryEntry> entries) {

  public CommandOutcome {
    entries = List.copyOf(entries);
  }

  /** A command that is done. */
  public static CommandOutcome done(int partition, Answer answer, AuditChange change) {
    return published(partition, answer, change, List.of());
  }

  /** A command that is done once these entries are applied. */
  public static CommandOutcome published(
      int partition, Answer answer, AuditChange change, List<RegistryEntry> entries) {
    return new CommandOutcome(Result.applied(partition, answer), change, entries);
  }

  /** A command that was rejected, and changed nothing. */
  public static CommandOutcome rejected(int partition, Rejection rejection) {
    return rejected(partition, rejection, AuditChange.NONE);
  }

  /** A command that was rejected because of its code alone. */
  public static CommandOutcome rejected(int partition, Rejection.Code code) {
    return rejected(partition, Rejection.of(code));
  }

  /** A command that was rejected; the change says what it found. */
  public static CommandOutcome rejected(int partition, Rejection rejection, AuditChange change) {
    return new CommandOutcome(Result.rejected(partition, rejection), change, List.of());
  }
}
