package dev.sojourn.http.template;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.RequestFields;
import dev.sojourn.http.template.TemplatePreview.Sample;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.topics.person.UserIds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Body of a preview request: made-up data, or a known person. Absent fields have defaults, so that
 * a template can be previewed without giving each variable it prints.
 */
final class SampleBody {

  static final Set<String> FIELDS = Set.of("user", "contact", "event", "journey", "userId");

  private static final String NAME = "preview";
  private static final String EMAIL = "preview@example.com";

  private final ClusterQueries queries;

  SampleBody(ClusterQueries queries) {
    this.queries = queries;
  }

  /**
   * Reads the sample.
   *
   * @throws RefusedException with 400 when a field is invalid, with 404 when the user id is unknown
   */
  Sample read(RequestFields body) {
    String known = body.optionalText("userId");
    RequestFields user = body.optionalFields("user", Set.of("id", "email"));
    Map<String, Object> contact = body.optionalObject("contact");
    RequestFields event = body.optionalFields("event", Set.of("name", "properties"));
    RequestFields journey = body.optionalFields("journey", Set.of("id", "name"));
    if (known != null && (user != null || contact != null)) {
      throw body.invalid("userId", "expected it, or 'user' and 'contact', found both");
    }
    QueryResult.Contact person = known == null ? null : person(body, known);
    Map<String, Object> said = event == null ? null : event.optionalObject("properties");
    return new Sample(
        known == null ? text(user, "id", NAME) : known,
        person == null ? text(user, "email", EMAIL) : email(person),
        person == null ? (contact == null ? Map.of() : contact) : properties(person),
        text(event, "name", NAME),
        said == null ? Map.of() : said,
        text(journey, "id", NAME),
        text(journey, "name", text(journey, "id", NAME)));
  }

  private QueryResult.Contact person(RequestFields body, String userId) {
    UserIds.flaw(userId)
        .ifPresent(
            flaw -> {
              throw body.invalid("userId", flaw);
            });
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

  private static String email(QueryResult.Contact person) {
    String email = person.email();
    return email == null ? "" : email;
  }

  private static String text(@Nullable RequestFields fields, String name, String otherwise) {
    String text = fields == null ? null : fields.optionalText(name);
    return text == null ? otherwise : text;
  }
}
