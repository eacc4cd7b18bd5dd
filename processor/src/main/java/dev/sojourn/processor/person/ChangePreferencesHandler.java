package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.erasure.ErasureRejection;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer;

/** Merges a person's preferences. */
public record ChangePreferencesHandler(PersonRequests requests, int partition)
    implements CommandHandler<Command.ChangePreferences> {

  @Override
  public Class<Command.ChangePreferences> type() {
    return Command.ChangePreferences.class;
  }

  @Override
  public CommandOutcome handle(Command.ChangePreferences command, InputRecord record)
      throws CommandFailedException {
    if (requests.isErased(command.userId())) {
      return CommandOutcome.rejected(partition, ErasureRejection.PERSON_ERASED);
    }
    PersonRequests.Decided decided =
        requests.decide(command.userId(), record, new Stimulus.PreferencesChanged(command.patch()));
    StoredPerson person = decided.person();
    Answer before = answer(person, person.summary());
    Answer after = answer(person, decided.decision().summary().orElse(person.summary()));
    return CommandOutcome.done(partition, after, new AuditChange(before.facts(), after.facts()));
  }

  /** Preferences as queries return them: the contact's email address is the fallback. */
  private static Answer answer(StoredPerson person, PersonSummary summary) {
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
