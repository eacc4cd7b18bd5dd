package dev.sojourn.processor.redrive;

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
import dev.sojourn.topics.result.Answer;
import java.util.Base64;
import java.util.List;
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
    Optional<Rejection> rejection =
        deadLetter.source().equals(DeadLetterWriter.JOURNEY)
            ? goOn(record, deadLetter, command.by())
            : append(deadLetter, command.original());
    if (rejection.isPresent()) {
      return CommandOutcome.rejected(task.partition(), rejection.get());
    }
    return changed(command.offset(), deadLetter, deadLetter.retried(record.intake()));
  }

  private CommandOutcome changed(long offset, DeadLetter was, DeadLetter is) {
    store.change(offset, was, is);
    return CommandOutcome.done(
        task.partition(),
        new Answer.DeadLetterChanged(is.status()),
        new AuditChange(Map.of("status", was.status()), Map.of("status", is.status())));
  }

  private Optional<CommandOutcome> refusal(Optional<DeadLetter> found) {
    if (found.isEmpty()) {
      return Optional.of(refused(DeadLetterRejection.DEAD_LETTER_NOT_FOUND));
    }
    return found.get().stillPending()
        ? Optional.empty()
        : Optional.of(refused(DeadLetterRejection.DEAD_LETTER_NOT_PENDING));
  }

  private CommandOutcome refused(DeadLetterRejection code) {
    return CommandOutcome.rejected(task.partition(), code);
  }

  private Optional<Rejection> goOn(InputRecord record, DeadLetter deadLetter, String by)
      throws CommandFailedException {
    Optional<InstanceId> instance =
        Optional.ofNullable(deadLetter.instance()).flatMap(InstanceId::parse);
    String userId = deadLetter.key();
    if (instance.isEmpty() || userId == null || !task.owns(userId)) {
      return Optional.of(Rejection.of(DeadLetterRejection.DEAD_LETTER_WITHOUT_INSTANCE));
    }
    return instances.retry(record, userId, instance.get(), by);
  }

  private Optional<Rejection> append(DeadLetter deadLetter, @Nullable Original original) {
    if (original == null || deadLetter.origin() == null) {
      return Optional.of(Rejection.of(DeadLetterRejection.DEAD_LETTER_WITHOUT_ORIGIN));
    }
    try {
      byte[] key = original.key() == null ? null : Base64.getDecoder().decode(original.key());
      byte[] value = Base64.getDecoder().decode(original.value());
      return redriver.republish(deadLetter.origin(), deadLetter.reason(), key, value);
    } catch (IllegalArgumentException e) {
      return Optional.of(Rejection.of(DeadLetterRejection.RECORD_UNREADABLE));
    }
  }
}
