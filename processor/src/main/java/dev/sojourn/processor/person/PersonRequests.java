package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.journal.JournalSource;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;

/**
 * Decides on what commands request for a person, after the person's due timers, and writes the
 * decision. Used only by the task's stream thread.
 */
public record PersonRequests(DueTimers dueTimers, Decisions decisions, ErasedStore erased) {

  /**
   * A decided request.
   *
   * @param person as before the decision
   */
  public record Decided(StoredPerson person, Decision decision) {}

  /**
   * Decides, and writes the decision.
   *
   * @throws CommandFailedException when deciding threw; nothing has been written
   */
  public Decided decide(String userId, InputRecord record, Stimulus stimulus)
      throws CommandFailedException {
    StoredPerson person = dueTimers.applyUntilClock(userId, record.intake());
    Decision decision =
        CommandFailedException.unlessDecided(
            () -> {
              // Kept as it was before anything is written, for whoever compares.
              person.contact();
              return decisions.decide(person, stimulus, record.intake());
            });
    // Not written: whoever asked learns of it.
    if (!decision.faults().isEmpty() && stimulus instanceof Stimulus.OfInstance) {
      throw new CommandFailedException(decision.faults().get(0).cause());
    }
    decisions.write(person, new JournalSource.Input(record), stimulus, record.intake(), decision);
    return new Decided(person, decision);
  }

  /** Whether nothing may be stored of this person any more. */
  public boolean isErased(String userId) {
    return erased.contains(userId);
  }
}
