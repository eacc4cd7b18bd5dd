package dev.sojourn.http.template;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.template.TemplatePreview.Sample;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The samples that preview requests ask for: their own data, known people, and defaults. */
final class Samples {

  private static final String NAME = "preview";
  private static final String EMAIL = "preview@example.com";

  private final ClusterQueries queries;

  Samples(ClusterQueries queries) {
    this.queries = queries;
  }

  /**
   * The sample of a request.
   *
   * @throws RefusedException with 404 when the user id is unknown
   */
  Sample of(PreviewRequest request) {
    String known = request.userId();
    PreviewRequest.User user = request.user();
    PreviewRequest.Event event = request.event();
    PreviewRequest.Journey journey = request.journey();
    QueryResult.Contact person = known == null ? null : person(known);
    String journeyId = or(journey == null ? null : journey.id(), NAME);
    return new Sample(
        known == null ? or(user == null ? null : user.id(), NAME) : known,
        person == null ? or(user == null ? null : user.email(), EMAIL) : or(person.email(), ""),
        person == null ? orNone(request.contact()) : properties(person),
        or(event == null ? null : event.name(), NAME),
        orNone(event == null ? null : event.properties()),
        journeyId,
        or(journey == null ? null : journey.name(), journeyId));
  }

  private QueryResult.Contact person(String userId) {
    QueryResult.Contact person = queries.ofPerson(userId, new Query.ContactOf(userId));
    if (!person.known()) {
      throw RefusedException.notFound("Contact not found");
    }
    return person;
  }

  /** The properties as journeys see them, the email address included. */
  private static Map<String, Object> properties(QueryResult.Contact person) {
    Map<String, Object> properties = new LinkedHashMap<>(person.properties());
    if (person.email() != null) {
      properties.put("email", person.email());
    }
    return properties;
  }

  private static String or(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }

  private static Map<String, Object> orNone(@Nullable Map<String, Object> properties) {
    return properties == null ? Map.of() : properties;
  }
}
