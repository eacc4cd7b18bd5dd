package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import java.util.LinkedHashMap;
import java.util.Map;

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
      return CommandOutcome.refused(partition, 409, ErasedStore.ERASED);
    }
    PersonRequests.Decided decided =
        requests.decide(command.userId(), record, new Stimulus.PreferencesChanged(command.patch()));
    StoredPerson person = decided.person();
    PersonSummary summary = decided.decision().summary().orElse(person.summary());
    Map<String, Object> after = body(person, summary);
    return CommandOutcome.done(
        partition, after, new AuditChange(body(person, person.summary()), after));
  }

  /** Preferences as queries return them: the contact's email address is the fallback. */
  private static Map<String, Object> body(StoredPerson person, PersonSummary summary) {
    Preferences preferences = summary.preferences();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("userId", summary.userId());
    body.put("email", preferences.email() == null ? person.contact().email() : preferences.email());
    body.put("unsubscribedAll", preferences.unsubscribedAll());
    body.put("suppressed", preferences.suppressed());
    body.put("categories", preferences.categories());
    body.put("bounceCount", preferences.bounceCount());
    return body;
  }
}
