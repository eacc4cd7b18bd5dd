package dev.sojourn.http.contact;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Commands;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.person.UserIds;
import dev.sojourn.topics.result.Answer.ContactChanged;
import dev.sojourn.topics.result.Answer.PersonErased;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Contact routes: read, change and erase. */
final class Contacts {

  static final String NOT_FOUND = "Contact not found";

  /** Bytes; too many to guess by brute force. */
  private static final int SALT = 16;

  private final SecureRandom random = new SecureRandom();
  private final ClusterQueries queries;
  private final Commands commands;

  Contacts(ClusterQueries queries, Commands commands) {
    this.queries = queries;
    this.commands = commands;
  }

  private record ContactAnswer(Shown contact) {}

  private record EraseAnswer(boolean erased, int stopped) {}

  private record Shown(String userId, @Nullable String email, Map<String, Object> properties) {}

  /** {@code GET /v1/admin/contacts/{id}}. */
  void get(ApiRequest request) {
    String userId = userId(request);
    QueryResult.Contact found = queries.ofPerson(userId, new Query.ContactOf(userId));
    if (!found.known()) {
      throw RefusedException.notFound(NOT_FOUND);
    }
    request.answer(200, new ContactAnswer(new Shown(userId, found.email(), found.properties())));
  }

  /** {@code PUT /v1/admin/contacts/{id}}: merges the given fields. */
  void put(ApiRequest request) {
    String userId = userId(request);
    Command.ChangeContact change = request.body(ContactRequest.class).change(userId);
    request.answerLater(
        200,
        commands
            .run(request, change, ContactChanged.class)
            .thenApply(
                contact ->
                    new ContactAnswer(
                        new Shown(contact.userId(), contact.email(), contact.properties()))));
  }

  /** {@code DELETE /v1/admin/contacts/{id}}: permanent. */
  void erase(ApiRequest request) {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    String text = Base64.getEncoder().encodeToString(salt);
    Command.EraseContact erasure = new Command.EraseContact(userId(request), text);
    request.answerLater(
        200,
        commands
            .run(request, erasure, PersonErased.class)
            .thenApply(erased -> new EraseAnswer(true, erased.stopped())));
  }

  /** The user id in the path. */
  static String userId(ApiRequest request) {
    String userId = request.path("id");
    UserIds.flaw(userId)
        .ifPresent(
            flaw -> {
              throw RefusedException.invalid(flaw + " for the id in the path");
            });
    return userId;
  }
}
