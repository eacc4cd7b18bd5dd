package dev.sojourn.processor.heart;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.store.CommandStore.Answered;
import dev.sojourn.processor.store.TaskStores;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.CommandCodec;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Partitions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Takes admin writes. Each is answered once it is applied, and a repeat of its id gets the first
 * answer without being applied again.
 */
final class CommandIntake implements HeartIntake {

  /**
   * Less than the 2 MiB that a record may have: what it says must fit into a row and a record
   * again. More than a dead letter's 1 MiB, which comes in base64 when it is run again.
   */
  private static final int MAX_BYTES = 3 * 512 * 1024;

  private static final String ANOTHER = "Idempotency-Key was used for another request";

  private final TaskStores stores;
  private final PersonCommands persons;
  private final RegistryCommands registry;
  private final AuditTrail audit;
  private final DeadLetterCommands letters;
  private final Outbound outbound;
  private final DeadLetters deadLetters;
  private final Ownership task;
  private final EngineMeters meters;

  CommandIntake(
      TaskStores stores,
      PersonCommands persons,
      RegistryCommands registry,
      AuditTrail audit,
      DeadLetterCommands letters,
      Outbound outbound,
      DeadLetters deadLetters,
      Ownership task,
      EngineMeters meters) {
    this.stores = stores;
    this.persons = persons;
    this.registry = registry;
    this.audit = audit;
    this.letters = letters;
    this.outbound = outbound;
    this.deadLetters = deadLetters;
    this.task = task;
    this.meters = meters;
  }

  @Override
  public void take(Stimulus record) {
    Command command;
    int decidedBy;
    try {
      command = decode(record);
      decidedBy = command.decidedBy(task.partitions());
    } catch (InvalidRecordException e) {
      deadLetters.record(record, DeadLetters.INGEST, e.reason(), String.valueOf(e.getMessage()));
      return;
    } catch (RuntimeException e) {
      deadLetters.record(
          record, DeadLetters.INGEST, "invalid_command", "expected a command with a key");
      return;
    }
    if (decidedBy != task.partition()) {
      deadLetters.record(
          record,
          DeadLetters.INGEST,
          "wrong_partition",
          "expected the partition that owns the key, found %d".formatted(task.partition()));
      return;
    }
    Optional<ReplyTo> asker = ReplyTo.read(record.headers());
    String id =
        Headers.text(record.headers(), Headers.CORRELATION)
            .filter(given -> given.length() <= Headers.LONGEST)
            .orElse(record.place());
    String content = fingerprint(record, command);
    Optional<Answered> before = stores.commands.get(id, record.intake());
    if (before.isPresent() && before.get().content().equals(content)) {
      meters.command(type(command), before.get().result().status());
      repeat(before.get(), asker);
      return;
    }
    if (before.isPresent()) {
      meters.command(type(command), 409);
      answer(asker, new Result(task.partition(), 1, 409, ANOTHER, Map.of()));
      return;
    }
    try {
      apply(record, command, id, content, asker);
    } catch (CommandFaultException e) {
      meters.command(type(command), 500);
      deadLetters.record(
          record, DeadLetters.INGEST, DeadLetters.ENGINE_ERROR, String.valueOf(e.getMessage()));
      answer(asker, new Result(task.partition(), 1, 500, "Internal error", Map.of()));
    }
  }

  private static Command decode(Stimulus record) throws InvalidRecordException {
    byte[] value = record.value();
    if (value != null && value.length > MAX_BYTES) {
      throw new InvalidRecordException(
          "command_too_large",
          "expected a command of at most %d bytes, found %d".formatted(MAX_BYTES, value.length));
    }
    return CommandCodec.decode(value);
  }

  /** As it stands in the record. */
  private static String type(Command command) {
    return command.getClass().getAnnotation(JsonTypeName.class).value();
  }

  /** What tells two requests apart that came under one id. */
  private static String fingerprint(Stimulus record, Command command) {
    Command compared = command.compared();
    byte[] value =
        compared.equals(command) && record.value() != null
            ? record.value()
            : CommandCodec.encode(compared);
    return Integer.toHexString(Utils.murmur2(value)) + "-" + value.length;
  }

  private void apply(
      Stimulus record, Command command, String id, String content, Optional<ReplyTo> asker)
      throws CommandFaultException {
    if (command instanceof Command.OfPerson ofPerson) {
      PersonCommands.Outcome outcome = persons.apply(record, ofPerson);
      String userId = ofPerson.userId();
      boolean erased = stores.erased.contains(Partitions.hash(userId), userId);
      decided(record, command, id, content, outcome, erased ? null : userId, asker);
      return;
    }
    if (command instanceof Command.OfPartition ofPartition) {
      decided(record, command, id, content, letters.apply(record, ofPartition), null, asker);
      return;
    }
    RegistryCommands.Outcome outcome =
        registry.decide((Command.OfRegistry) command, record.intake());
    meters.command(type(command), outcome.result().status());
    List<String> written = registry.publish(outcome, asker);
    stores.commands.put(id, new Answered(record.intake(), content, outcome.result(), written));
    audit.decided(record, command, outcome.result(), outcome.change());
    if (written.isEmpty()) {
      answer(asker, outcome.result());
    }
  }

  private void decided(
      Stimulus record,
      Command command,
      String id,
      String content,
      PersonCommands.Outcome outcome,
      @Nullable String userId,
      Optional<ReplyTo> asker) {
    Result result = outcome.result();
    meters.command(type(command), result.status());
    stores.commands.put(id, new Answered(record.intake(), content, result, List.of(), userId));
    audit.decided(record, command, result, outcome.change());
    answer(asker, result);
  }

  /** What was published is published again: somebody may have died before all had it. */
  private void repeat(Answered answered, Optional<ReplyTo> asker) {
    if (answered.entries().isEmpty()) {
      answer(asker, answered.result());
    } else {
      registry.publishAgain(answered, asker);
    }
  }

  private void answer(Optional<ReplyTo> asker, Result result) {
    asker.ifPresent(to -> outbound.result(to, result));
  }
}
