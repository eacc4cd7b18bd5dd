package dev.sojourn.http.journey;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.EmailAddresses;
import dev.sojourn.http.request.RequestFields;
import dev.sojourn.journeys.decide.Limits;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.person.UserIds;
import java.util.Map;
import java.util.Set;

/**
 * Request to enrol one person.
 *
 * @param properties of the trigger event
 */
record Enrolment(String userId, String userEmail, Map<String, Object> properties) {

  private static final Set<String> FIELDS = Set.of("userId", "userEmail", "properties");

  /**
   * Reads an enrolment.
   *
   * @param path of the enrolment within the body, empty for the body itself
   * @throws RefusedException naming the invalid field
   */
  static Enrolment read(JsonNode node, String path) {
    RequestFields fields = RequestFields.of(node, path, FIELDS);
    String userId = fields.text("userId");
    UserIds.flaw(userId)
        .ifPresent(
            flaw -> {
              throw fields.invalid("userId", flaw);
            });
    String email = fields.text("userEmail");
    if (!EmailAddresses.plausible(email)) {
      throw fields.invalid("userEmail", "expected an email address, found '%s'".formatted(email));
    }
    Map<String, Object> properties = fields.optionalObject("properties");
    return new Enrolment(userId, email, properties == null ? Map.of() : properties);
  }

  /**
   * The trigger event that enrols the person.
   *
   * @param key by which repeats are recognised
   * @throws RefusedException with 413 when the event is too large
   */
  CanonicalEvent trigger(String event, String key) {
    CanonicalEvent trigger =
        new CanonicalEvent(key, event, userId, null, properties, userEmail, "admin", null);
    if (trigger.bytes().length > Limits.EVENT) {
      throw RefusedException.tooLarge(
          "expected an event of at most %d bytes for user '%s'".formatted(Limits.EVENT, userId));
    }
    return trigger;
  }
}
