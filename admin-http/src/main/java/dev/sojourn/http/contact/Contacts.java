package dev.sojourn.http.contact;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Commands;
import dev.sojourn.http.request.EmailAddresses;
import dev.sojourn.http.request.RequestFields;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.person.UserIds;
import dev.sojourn.topics.result.Answer.ContactChanged;
import dev.sojourn.topics.result.Answer.PersonErased;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Contact routes: read, change and erase. */
final class Contacts {

  static final String NOT_FOUND = "Contact not found";
  private static final String EMAIL = "email";
  private static final String PROPERTIES = "properties";
  private static final Set<String> FIELDS = Set.of(EMAIL, PROPERTIES);

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
    Command.ChangeContact change =
        change(userId, RequestFields.of(request.json(ApiRequest.MAX_BODY), "", FIELDS));
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

  /** Null removes a property, the email address included. */
  private static Command.ChangeContact change(String userId, RequestFields body) {
    Map<String, Object> set = new LinkedHashMap<>();
    List<String> unset = new ArrayList<>();
    Map<String, Object> properties = body.optionalObject(PROPERTIES);
    if (properties != null) {
      if (properties.containsKey(EMAIL)) {
        throw body.invalid(PROPERTIES, "expected the address in the field 'email', found it here");
      }
      properties.forEach(
          (name, value) -> {
            if (value == null) {
              unset.add(name);
            } else {
              set.put(name, value);
            }
          });
    }
    String email = body.optionalText(EMAIL);
    if (email != null && !EmailAddresses.plausible(email)) {
      throw body.invalid(EMAIL, "expected an email address, found '%s'".formatted(email));
    }
    if (email != null) {
      set.put(EMAIL, email);
    } else if (body.isNull(EMAIL)) {
      unset.add(EMAIL);
    }
    if (set.isEmpty() && unset.isEmpty()) {
      throw RefusedException.invalid(
          "expected at least one of %s with something in it"
              .formatted(FIELDS.stream().sorted().toList()));
    }
    return new Command.ChangeContact(userId, set, unset);
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
