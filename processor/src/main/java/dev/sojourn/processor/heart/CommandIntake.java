package dev.sojourn.processor.heart;

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

  private final TaskStores stores;
  private final PersonCommands persons;
  private final RegistryCommands registry;
  private final DeadLetterCommands letters;
  private final Outbound outbound;
  private final DeadLetters deadLetters;
  private final Ownership task;

  CommandIntake(
      TaskStores stores,
      PersonCommands persons,
      RegistryCommands registry,
      DeadLetterCommands letters,
      Outbound outbound,
      DeadLetters deadLetters,
      Ownership task) {
    this.stores = stores;
    this.persons = persons;
    this.registry = registry;
    this.letters = letters;
    this.outbound = outbound;
    this.deadLetters = deadLetters;
    this.task = task;
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
      repeat(before.get(), asker);
      return;
    }
    if (before.isPresent()) {
      String error = "The key '%s' was used for another request".formatted(id);
      answer(asker, new Result(task.partition(), 1, 409, error, Map.of()));
      return;
    }
    try {
      apply(record, command, id, content, asker);
    } catch (CommandFaultException e) {
      deadLetters.record(
          record, DeadLetters.INGEST, "engine_error", String.valueOf(e.getMessage()));
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

  /** What tells two requests apart that came under one id. */
  private static String fingerprint(Stimulus record, Command command) {
    byte[] value =
        command.repeated() == command && record.value() != null
            ? record.value()
            : CommandCodec.encode(command.repeated());
    return Integer.toHexString(Utils.murmur2(value)) + "-" + value.length;
  }

  private void apply(
      Stimulus record, Command command, String id, String content, Optional<ReplyTo> asker)
      throws CommandFaultException {
    if (command instanceof Command.OfPerson ofPerson) {
      Result result = persons.apply(record, ofPerson);
      String userId = ofPerson.userId();
      boolean erased = stores.erased.contains(Partitions.hash(userId), userId);
      stores.commands.put(
          id, new Answered(record.intake(), content, result, List.of(), erased ? null : userId));
      answer(asker, result);
      return;
    }
    if (command instanceof Command.OfPartition ofPartition) {
      Result result = letters.apply(record, ofPartition);
      stores.commands.put(id, new Answered(record.intake(), content, result, List.of()));
      answer(asker, result);
      return;
    }
    RegistryCommands.Outcome outcome =
        registry.decide((Command.OfRegistry) command, record.intake());
    List<String> written = registry.publish(outcome, asker);
    stores.commands.put(id, new Answered(record.intake(), content, outcome.result(), written));
    if (written.isEmpty()) {
      answer(asker, outcome.result());
    }
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
