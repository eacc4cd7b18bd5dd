package dev.sojourn.http.contact;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Commands;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer.PreferencesChanged;

/** Preference routes: what a person wants to receive. */
final class ContactPreferences {

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
    PreferencesPatch patch = request.body(PreferencesRequest.class).patch();
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
}
