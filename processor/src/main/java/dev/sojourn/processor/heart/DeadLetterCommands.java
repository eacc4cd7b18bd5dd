package dev.sojourn.processor.heart;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.processor.heart.PersonCommands.Outcome;
import dev.sojourn.processor.store.DeadLetterStore;
import dev.sojourn.processor.store.DeadLetterStore.DeadLetter;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.Command.RetryDeadLetter.Original;
import dev.sojourn.topics.result.Result;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs dead letters again, or gives them up. What is run again and the row that says so are written
 * together, so that nothing is run twice and nothing is said to have run that has not.
 */
final class DeadLetterCommands {

  private final DeadLetterStore store;
  private final PersonCommands persons;
  private final Reappending reappending;
  private final Ownership task;

  DeadLetterCommands(
      DeadLetterStore store, PersonCommands persons, Reappending reappending, Ownership task) {
    this.store = store;
    this.persons = persons;
    this.reappending = reappending;
    this.task = task;
  }

  /**
   * Applies a command.
   *
   * @throws CommandFaultException when deciding threw; nothing has been written
   */
  Outcome apply(Stimulus record, Command.OfPartition command) throws CommandFaultException {
    return command instanceof Command.RetryDeadLetter retry
        ? retry(record, retry)
        : discard((Command.DiscardDeadLetter) command);
  }

  private Outcome discard(Command.DiscardDeadLetter command) {
    Optional<DeadLetter> found = store.get(command.offset());
    Optional<Outcome> refusal = refusal(found);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    DeadLetter letter = found.orElseThrow();
    return changed(command.offset(), letter, letter.discarded());
  }

  private Outcome retry(Stimulus record, Command.RetryDeadLetter command)
      throws CommandFaultException {
    Optional<DeadLetter> found = store.get(command.offset());
    Optional<Outcome> refusal = refusal(found);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    DeadLetter letter = found.orElseThrow();
    Optional<String> flaw =
        letter.source().equals(DeadLetters.JOURNEY)
            ? goOn(record, letter, command.by())
            : append(letter, command.original());
    if (flaw.isPresent()) {
      return refused(409, flaw.get());
    }
    return changed(command.offset(), letter, letter.retried(record.intake()));
  }

  private Outcome changed(long offset, DeadLetter was, DeadLetter is) {
    store.change(offset, was, is);
    Result result = new Result(task.partition(), 1, 200, null, Map.of(is.status(), true));
    return new Outcome(
        result, new Change(Map.of("status", was.status()), Map.of("status", is.status())));
  }

  private Optional<Outcome> refusal(Optional<DeadLetter> found) {
    if (found.isEmpty()) {
      return Optional.of(refused(404, "Dead letter not found"));
    }
    return found.get().stillPending()
        ? Optional.empty()
        : Optional.of(refused(409, "Entry is not in pending state"));
  }

  private Outcome refused(int status, String error) {
    return new Outcome(new Result(task.partition(), 1, status, error, Map.of()), Change.NONE);
  }

  private Optional<String> goOn(Stimulus record, DeadLetter letter, String by)
      throws CommandFaultException {
    Optional<InstanceId> instance =
        Optional.ofNullable(letter.instance()).flatMap(InstanceId::parse);
    String userId = letter.key();
    if (instance.isEmpty() || userId == null || !task.owns(userId)) {
      return Optional.of("The entry does not say whose state has failed");
    }
    return persons.retry(record, userId, instance.get(), by);
  }

  private Optional<String> append(DeadLetter letter, @Nullable Original original) {
    if (original == null || letter.origin() == null) {
      return Optional.of("The entry does not say where its record came from");
    }
    try {
      byte[] key = original.key() == null ? null : Base64.getDecoder().decode(original.key());
      byte[] value = Base64.getDecoder().decode(original.value());
      return reappending.append(letter.origin(), letter.reason(), key, value);
    } catch (IllegalArgumentException e) {
      return Optional.of("expected the record in base64, found something else");
    }
  }
}
