package dev.sojourn.http.contact;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.kafka.CommandGateway;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Commands;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.person.UserIds;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Contact routes: read, change and erase. */
final class Contacts {

  private static final String NOT_FOUND = "Contact not found";

  private static final Commands.Expected CHANGED =
      new Commands.Expected(List.of("userId", "email", "properties"), NOT_FOUND);

  private static final Commands.Expected ERASED =
      new Commands.Expected(List.of("erased", "stopped"), NOT_FOUND);

  /** Bytes; too many to guess by brute force. */
  private static final int SALT = 16;

  private final SecureRandom random = new SecureRandom();
  private final ClusterQueries queries;
  private final Commands commands;

  Contacts(ClusterQueries queries, CommandGateway commands) {
    this.queries = queries;
    this.commands = new Commands(commands);
  }

  private record ContactAnswer(Shown contact) {}

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
        commands.run(request, change, CHANGED).thenApply(contact -> Map.of("contact", contact)));
  }

  /** {@code DELETE /v1/admin/contacts/{id}}: permanent. */
  void erase(ApiRequest request) {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    String text = Base64.getEncoder().encodeToString(salt);
    Command.EraseContact erasure = new Command.EraseContact(userId(request), text);
    request.answerLater(200, commands.run(request, erasure, ERASED));
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
