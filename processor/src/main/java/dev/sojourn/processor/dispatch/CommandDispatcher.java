package dev.sojourn.processor.dispatch;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.audit.AuditLog;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.command.CommandRejection;
import dev.sojourn.processor.command.CommandResultStore;
import dev.sojourn.processor.command.CommandResultStore.Answered;
import dev.sojourn.processor.command.EntryPublisher;
import dev.sojourn.processor.deadletter.DeadLetterWriter;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.processor.task.RecordHandler;
import dev.sojourn.processor.task.ReplyTo;
import dev.sojourn.processor.task.TaskPartition;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.CommandCodec;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Dispatches commands. A command gets its result once it is applied; a duplicate of its id gets the
 * first result without being applied again.
 */
public final class CommandDispatcher implements RecordHandler {

  /**
   * Less than the 2 MiB that a record may have: the command's content must fit into a row and
   * another record. More than a dead letter's 1 MiB, which is base64 when it is redriven.
   */
  private static final int MAX_BYTES = 3 * 512 * 1024;

  private final CommandResultStore results;
  private final ErasedStore erased;
  private final Map<Class<?>, CommandHandler<?>> handlers;
  private final EntryPublisher publisher;
  private final AuditLog audit;
  private final RecordForwarder forwarder;
  private final DeadLetterWriter deadLetters;
  private final TaskPartition task;
  private final EngineMeters meters;

  public CommandDispatcher(
      CommandResultStore results,
      ErasedStore erased,
      List<CommandHandler<?>> handlers,
      EntryPublisher publisher,
      AuditLog audit,
      RecordForwarder forwarder,
      DeadLetterWriter deadLetters,
      TaskPartition task,
      EngineMeters meters) {
    this.results = results;
    this.erased = erased;
    this.handlers =
        handlers.stream()
            .collect(Collectors.toUnmodifiableMap(CommandHandler::type, Function.identity()));
    this.publisher = publisher;
    this.audit = audit;
    this.forwarder = forwarder;
    this.deadLetters = deadLetters;
    this.task = task;
    this.meters = meters;
  }

  @Override
  public void handle(InputRecord record) {
    Command command;
    int decidedBy;
    try {
      command = decode(record);
      decidedBy = command.decidedBy(task.partitions());
    } catch (InvalidRecordException e) {
      deadLetters.record(
          record, DeadLetterWriter.INGEST, e.reason(), String.valueOf(e.getMessage()));
      return;
    } catch (RuntimeException e) {
      deadLetters.record(
          record, DeadLetterWriter.INGEST, "invalid_command", "expected a command with a key");
      return;
    }
    if (decidedBy != task.partition()) {
      deadLetters.record(
          record,
          DeadLetterWriter.INGEST,
          "wrong_partition",
          "expected the partition that owns the key, found %d".formatted(task.partition()));
      return;
    }
    Optional<ReplyTo> asker = ReplyTo.read(record.headers());
    String id =
        Headers.text(record.headers(), Headers.CORRELATION)
            .filter(given -> given.length() <= Headers.LONGEST)
            .orElse(record.position());
    String content = fingerprint(record, command);
    Optional<Answered> before = results.get(id, record.intake());
    if (before.isPresent() && before.get().content().equals(content)) {
      count(command, before.get().result());
      repeat(before.get(), asker);
      return;
    }
    if (before.isPresent()) {
      reject(command, CommandRejection.COMMAND_ID_REUSED, asker);
      return;
    }
    try {
      apply(record, command, id, content, asker);
    } catch (CommandFailedException e) {
      deadLetters.record(
          record,
          DeadLetterWriter.INGEST,
          DeadLetterWriter.ENGINE_ERROR,
          String.valueOf(e.getMessage()));
      reject(command, CommandRejection.ENGINE_ERROR, asker);
    }
  }

  /** Rejects a command that no handler has decided, so that its id may be used again. */
  private void reject(Command command, CommandRejection code, Optional<ReplyTo> asker) {
    Result result = Result.rejected(task.partition(), Rejection.of(code));
    count(command, result);
    answer(asker, result);
  }

  private void count(Command command, Result result) {
    Rejection rejection = result.rejection();
    meters.command(type(command), rejection == null ? null : rejection.kind());
  }

  private static Command decode(InputRecord record) throws InvalidRecordException {
    byte[] value = record.value();
    if (value != null && value.length > MAX_BYTES) {
      throw new InvalidRecordException(
          "command_too_large",
          "expected a command of at most %d bytes, found %d".formatted(MAX_BYTES, value.length));
    }
    return CommandCodec.decode(value);
  }

  /** The command's type name, as in the record. */
  private static String type(Command command) {
    return command.getClass().getAnnotation(JsonTypeName.class).value();
  }

  /** Distinguishes different requests under the same id. */
  private static String fingerprint(InputRecord record, Command command) {
    Command compared = command.idempotencyContent();
    byte[] value =
        compared.equals(command) && record.value() != null
            ? record.value()
            : CommandCodec.encode(compared);
    return Integer.toHexString(Utils.murmur2(value)) + "-" + value.length;
  }

  private void apply(
      InputRecord record, Command command, String id, String content, Optional<ReplyTo> asker)
      throws CommandFailedException {
    CommandOutcome outcome = handle(command, record);
    Result result = outcome.result();
    count(command, result);
    List<String> written = outcome.entries().stream().map(RegistryEntry::id).toList();
    results.put(id, new Answered(record.intake(), content, result, written, about(command)));
    audit.decided(record, command, result, outcome.change());
    if (written.isEmpty()) {
      answer(asker, result);
    } else {
      publisher.publish(outcome.entries(), result, asker);
    }
  }

  private <C extends Command> CommandOutcome handle(C command, InputRecord record)
      throws CommandFailedException {
    CommandHandler<?> handler = handlers.get(command.getClass());
    if (handler == null) {
      throw new CommandFailedException(
          new IllegalStateException("expected a handler for " + type(command)));
    }
    // A handler is listed under its own type.
    @SuppressWarnings("unchecked")
    CommandHandler<C> typed = (CommandHandler<C>) handler;
    return typed.handle(command, record);
  }

  /** The person that a result is about; nobody once the person is erased. */
  private @Nullable String about(Command command) {
    return command instanceof Command.OfPerson ofPerson && !erased.contains(ofPerson.userId())
        ? ofPerson.userId()
        : null;
  }

  /**
   * Registry entries are published again: the node may have died before every partition had them.
   */
  private void repeat(Answered answered, Optional<ReplyTo> asker) {
    if (answered.entries().isEmpty()) {
      answer(asker, answered.result());
    } else {
      publisher.publishAgain(answered.entries(), answered.result(), asker);
    }
  }

  private void answer(Optional<ReplyTo> asker, Result result) {
    asker.ifPresent(to -> forwarder.result(to, result));
  }
}
