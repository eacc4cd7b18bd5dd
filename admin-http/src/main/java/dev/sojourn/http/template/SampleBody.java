package dev.sojourn.http.template;

import dev.sojourn.http.call.Fields;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.read.Reads;
import dev.sojourn.http.template.TemplatePreview.Sample;
import dev.sojourn.processor.query.Answer;
import dev.sojourn.processor.query.Query;
import dev.sojourn.topics.person.UserIds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For whom a template is to be shown: somebody made up, or somebody who is known. What is not said
 * is there all the same, so that a template that prints an address need not be given one.
 */
final class SampleBody {

  static final Set<String> FIELDS = Set.of("user", "contact", "event", "journey", "userId");

  private static final String NAME = "preview";
  private static final String EMAIL = "preview@example.com";

  private final Reads reads;

  SampleBody(Reads reads) {
    this.reads = reads;
  }

  /**
   * Reads it.
   *
   * @throws RefusedException with 400 when a field is wrong, with 404 when nobody is known by the
   *     user id
   */
  Sample read(Fields body) {
    String known = body.optionalText("userId");
    Fields user = body.optionalFields("user", Set.of("id", "email"));
    Map<String, Object> contact = body.optionalObject("contact");
    Fields event = body.optionalFields("event", Set.of("name", "properties"));
    Fields journey = body.optionalFields("journey", Set.of("id", "name"));
    if (known != null && (user != null || contact != null)) {
      throw body.invalid("userId", "expected it, or 'user' and 'contact', found both");
    }
    Answer.Contact person = known == null ? null : person(body, known);
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

  private Answer.Contact person(Fields body, String userId) {
    UserIds.flaw(userId)
        .ifPresent(
            flaw -> {
              throw body.invalid("userId", flaw);
            });
    Answer.Contact person = reads.ofPerson(userId, new Query.ContactOf(userId));
    if (!person.known()) {
      throw RefusedException.notFound("Contact not found");
    }
    return person;
  }

  /** As journeys have them, the address among them. */
  private static Map<String, Object> properties(Answer.Contact person) {
    Map<String, Object> properties = new LinkedHashMap<>(person.properties());
    if (person.email() != null) {
      properties.put("email", person.email());
    }
    return properties;
  }

  private static String email(Answer.Contact person) {
    String email = person.email();
    return email == null ? "" : email;
  }

  private static String text(@Nullable Fields fields, String name, String otherwise) {
    String text = fields == null ? null : fields.optionalText(name);
    return text == null ? otherwise : text;
  }
}
