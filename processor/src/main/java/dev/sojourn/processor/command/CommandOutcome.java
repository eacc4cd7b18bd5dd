package dev.sojourn.processor.command;

import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import java.util.List;
import java.util.Map;

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
  public static CommandOutcome done(int partition, Map<String, Object> body, AuditChange change) {
    return published(partition, body, change, List.of());
  }

  /** A command that is done once these entries are applied. */
  public static CommandOutcome published(
      int partition, Map<String, Object> body, AuditChange change, List<RegistryEntry> entries) {
    return new CommandOutcome(new Result(partition, 1, 200, null, body), change, entries);
  }

  /** A command that was refused, and changed nothing. */
  public static CommandOutcome refused(int partition, int status, String error) {
    return refused(partition, status, error, AuditChange.NONE);
  }

  /** A command that was refused; the change says what it found. */
  public static CommandOutcome refused(
      int partition, int status, String error, AuditChange change) {
    return new CommandOutcome(new Result(partition, 1, status, error, Map.of()), change, List.of());
  }
}
