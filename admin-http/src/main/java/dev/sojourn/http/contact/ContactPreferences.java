package dev.sojourn.http.contact;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.kafka.CommandGateway;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Commands;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.topics.command.Command;
import java.util.List;
import java.util.Map;

/** Preference routes: what a person wants to receive. */
final class ContactPreferences {

  private static final Commands.Expected CHANGED =
      new Commands.Expected(
          List.of("userId", "email", "unsubscribedAll", "suppressed", "categories", "bounceCount"),
          "Contact not found");

  private final ClusterQueries queries;
  private final Commands commands;

  ContactPreferences(ClusterQueries queries, CommandGateway commands) {
    this.queries = queries;
    this.commands = new Commands(commands);
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
            .run(request, change, CHANGED)
            .thenApply(preferences -> Map.of("preferences", preferences)));
  }
}
