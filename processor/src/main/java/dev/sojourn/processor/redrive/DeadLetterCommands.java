package dev.sojourn.processor.redrive;

import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.deadletter.DeadLetterStore;
import dev.sojourn.processor.deadletter.DeadLetterStore.DeadLetter;
import dev.sojourn.processor.deadletter.DeadLetterWriter;
import dev.sojourn.processor.person.InstanceRetry;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.TaskPartition;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.Command.RetryDeadLetter.Original;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Retries or discards dead letters. The redriven record and the row that says so are written in one
 * transaction, so that no retry happens twice or is reported without happening.
 */
public final class DeadLetterCommands {

  private final DeadLetterStore store;
  private final InstanceRetry instances;
  private final DeadLetterRedriver redriver;
  private final TaskPartition task;

  public DeadLetterCommands(
      DeadLetterStore store,
      InstanceRetry instances,
      DeadLetterRedriver redriver,
      TaskPartition task) {
    this.store = store;
    this.instances = instances;
    this.redriver = redriver;
    this.task = task;
  }

  public List<CommandHandler<?>> handlers() {
    return List.of(
        CommandHandler.of(Command.RetryDeadLetter.class, (retry, record) -> retry(record, retry)),
        CommandHandler.of(Command.DiscardDeadLetter.class, (discard, record) -> discard(discard)));
  }

  private CommandOutcome discard(Command.DiscardDeadLetter command) {
    Optional<DeadLetter> found = store.get(command.offset());
    Optional<CommandOutcome> refusal = refusal(found);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    DeadLetter deadLetter = found.orElseThrow();
    return changed(command.offset(), deadLetter, deadLetter.discarded());
  }

  private CommandOutcome retry(InputRecord record, Command.RetryDeadLetter command)
      throws CommandFailedException {
    Optional<DeadLetter> found = store.get(command.offset());
    Optional<CommandOutcome> refusal = refusal(found);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    DeadLetter deadLetter = found.orElseThrow();
    Optional<String> flaw =
        deadLetter.source().equals(DeadLetterWriter.JOURNEY)
            ? goOn(record, deadLetter, command.by())
            : append(deadLetter, command.original());
    if (flaw.isPresent()) {
      return refused(409, flaw.get());
    }
    return changed(command.offset(), deadLetter, deadLetter.retried(record.intake()));
  }

  private CommandOutcome changed(long offset, DeadLetter was, DeadLetter is) {
    store.change(offset, was, is);
    return CommandOutcome.done(
        task.partition(),
        Map.of(is.status(), true),
        new AuditChange(Map.of("status", was.status()), Map.of("status", is.status())));
  }

  private Optional<CommandOutcome> refusal(Optional<DeadLetter> found) {
    if (found.isEmpty()) {
      return Optional.of(refused(404, "Dead letter not found"));
    }
    return found.get().stillPending()
        ? Optional.empty()
        : Optional.of(refused(409, "Entry is not in pending state"));
  }

  private CommandOutcome refused(int status, String error) {
    return CommandOutcome.refused(task.partition(), status, error);
  }

  private Optional<String> goOn(InputRecord record, DeadLetter deadLetter, String by)
      throws CommandFailedException {
    Optional<InstanceId> instance =
        Optional.ofNullable(deadLetter.instance()).flatMap(InstanceId::parse);
    String userId = deadLetter.key();
    if (instance.isEmpty() || userId == null || !task.owns(userId)) {
      return Optional.of("The entry does not say whose state has failed");
    }
    return instances.retry(record, userId, instance.get(), by).map(DeadLetterCommands::text);
  }

  private static String text(Rejection rejection) {
    return switch (DecisionRejection.valueOf(rejection.code().toUpperCase(Locale.ROOT))) {
      case INSTANCE_GONE ->
          "There is no state '%s' any more".formatted(rejection.detail("instance"));
      case INSTANCE_NOT_RETRYABLE ->
          "Cannot retry journey in '%s' status".formatted(rejection.detail("status"));
      case FAILED_BY_ITS_JOURNEY -> "The journey itself ended here, with a step of type 'fail'";
      case ALREADY_ACTIVE -> "already_active: another state of this journey is live";
      case VERSION_UNKNOWN ->
          "Version %s of the journey is not known".formatted(rejection.detail("version"));
      case MAX_DURATION_ENDED ->
          "Its maxDuration ended at %s".formatted(rejection.detail("endedAt"));
      case ENTERED_AGAIN -> "The person has entered the journey since, which its limit counts";
      default -> "Refused";
    };
  }

  private Optional<String> append(DeadLetter deadLetter, @Nullable Original original) {
    if (original == null || deadLetter.origin() == null) {
      return Optional.of("The entry does not say where its record came from");
    }
    try {
      byte[] key = original.key() == null ? null : Base64.getDecoder().decode(original.key());
      byte[] value = Base64.getDecoder().decode(original.value());
      return redriver.republish(deadLetter.origin(), deadLetter.reason(), key, value);
    } catch (IllegalArgumentException e) {
      return Optional.of("expected the record in base64, found something else");
    }
  }
}
