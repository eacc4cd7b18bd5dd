package dev.sojourn.processor.command;

import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Rejection;
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

  /** A command that was rejected, and changed nothing. */
  public static CommandOutcome rejected(int partition, Rejection rejection) {
    return rejected(partition, rejection, AuditChange.NONE);
  }

  /** A command that was rejected; the change says what it found. */
  public static CommandOutcome rejected(int partition, Rejection rejection, AuditChange change) {
    int status =
        switch (rejection.kind()) {
          case NOT_FOUND -> 404;
          case TOO_LARGE -> 413;
          default -> 409;
        };
    return refused(partition, status, text(rejection), change);
  }

  private static String text(Rejection rejection) {
    return switch (DecisionRejection.valueOf(rejection.code().toUpperCase(java.util.Locale.ROOT))) {
      case INSTANCE_NOT_FOUND -> "State not found";
      case INSTANCE_NOT_CANCELLABLE ->
          "Cannot cancel journey in '%s' status".formatted(rejection.detail("status"));
      case CONTACT_TOO_LARGE ->
          "expected a contact of at most %s bytes".formatted(rejection.detail("limit"));
      default -> rejection.code();
    };
  }
}
