package dev.sojourn.http.contact;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Commands;
import dev.sojourn.http.request.EmailAddresses;
import dev.sojourn.http.request.RequestFields;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer.PreferencesChanged;
import java.util.Set;

/** Preference routes: what a person wants to receive. */
final class ContactPreferences {

  private static final Set<String> FIELDS =
      Set.of("email", "unsubscribedAll", "suppressed", "categories", "bounceCount");

  private final ClusterQueries queries;
  private final Commands commands;

  ContactPreferences(ClusterQueries queries, Commands commands) {
    this.queries = queries;
    this.commands = commands;
  }

  private record PreferencesAnswer(QueryResult.Preferences preferences) {}

  /** {@code GET /v1/admin/contacts/{id}/preferences}. */
  void get(ApiRequest request) {
    String userId = Contacts.userId(request);
    request.answer(
        200, new PreferencesAnswer(queries.ofPerson(userId, new Query.PreferencesOf(userId))));
  }

  /** {@code PUT /v1/admin/contacts/{id}/preferences}: merges the given fields. */
  void put(ApiRequest request) {
    String userId = Contacts.userId(request);
    PreferencesPatch patch = patch(RequestFields.of(request.json(ApiRequest.MAX_BODY), "", FIELDS));
    Command.ChangePreferences change = new Command.ChangePreferences(userId, patch);
    request.answerLater(
        200,
        commands
            .run(request, change, PreferencesChanged.class)
            .thenApply(changed -> new PreferencesAnswer(shown(changed))));
  }

  private static QueryResult.Preferences shown(PreferencesChanged changed) {
    return new QueryResult.Preferences(
        changed.userId(),
        changed.email(),
        changed.unsubscribedAll(),
        changed.suppressed(),
        changed.categories(),
        changed.bounceCount());
  }

  private static PreferencesPatch patch(RequestFields body) {
    if (body.isEmpty()) {
      throw RefusedException.invalid(
          "expected at least one of %s".formatted(FIELDS.stream().sorted().toList()));
    }
    PreferencesPatch patch =
        new PreferencesPatch(
            body.optionalText("email"),
            body.optionalFlag("unsubscribedAll"),
            body.optionalFlag("suppressed"),
            body.optionalFlags("categories"),
            body.optionalCount("bounceCount"));
    for (String field : FIELDS) {
      if (body.isNull(field)) {
        // Silently ignoring a null would not be what the caller meant.
        throw body.invalid(field, "expected a value, found null");
      }
    }
    String email = patch.email();
    if (email != null && !EmailAddresses.plausible(email)) {
      throw body.invalid("email", "expected an email address, found '%s'".formatted(email));
    }
    return patch;
  }
}
