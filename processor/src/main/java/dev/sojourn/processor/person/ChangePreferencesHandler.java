package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.erasure.ErasureRejection;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.journal.JournalCause;
import dev.sojourn.topics.result.Answer;

/** Merges a person's preferences. */
public record ChangePreferencesHandler(
    DueTimers dueTimers, DecisionWriter decisions, ErasedStore erased, int partition)
    implements CommandHandler<Command.ChangePreferences> {

  @Override
  public Class<Command.ChangePreferences> type() {
    return Command.ChangePreferences.class;
  }

  @Override
  public CommandOutcome handle(Command.ChangePreferences command, InputRecord record)
      throws CommandFailedException {
    if (erased.contains(command.userId())) {
      return CommandOutcome.rejected(partition, ErasureRejection.PERSON_ERASED);
    }
    TaskPerson person = dueTimers.applyUntilClock(command.userId(), record.intake());
    Decision decision =
        CommandFailedException.unlessDecided(
            () -> decisions.decider().onPreferences(person, command.patch(), record.intake()));
    decisions.write(
        person, record, new JournalCause.PreferencesChanged(), record.intake(), decision);
    PersonSummary summary = decision.summary().orElse(person.summary());
    Answer before = answer(person, person.summary());
    Answer after = answer(person, summary);
    return CommandOutcome.done(partition, after, new AuditChange(before.facts(), after.facts()));
  }

  /** Preferences as queries return them: the contact's email address is the fallback. */
  private static Answer answer(TaskPerson person, PersonSummary summary) {
    Preferences preferences = summary.preferences();
    return new Answer.PreferencesChanged(
        summary.userId(),
        preferences.email() == null ? person.contact().email() : preferences.email(),
        preferences.unsubscribedAll(),
        preferences.suppressed(),
        preferences.categories(),
        preferences.bounceCount());
  }
}
