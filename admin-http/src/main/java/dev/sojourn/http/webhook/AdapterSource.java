package dev.sojourn.http.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.http.request.RequestFields;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.person.UserIds;
import dev.sojourn.topics.topic.Partitions;
import dev.sojourn.topics.webhook.WebhookSigner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Webhook source for the user's own adapters, which use our format and sign by Standard Webhooks.
 */
record AdapterSource(@Nullable WebhookSigner key) implements WebhookSource {

  private static final Set<String> FIELDS =
      Set.of("type", "sendId", "userId", "id", "at", "url", "bounceType");

  private static final List<String> BOUNCES = List.of("permanent", "transient", "undetermined");
  private static final int LONGEST = 2_000;
  private static final int LONGEST_ID = 200;

  @Override
  public String header(String standard) {
    return standard;
  }

  @Override
  public ObjectMapper mapper() {
    return Json.mapper();
  }

  @Override
  public WebhookOutcome read(JsonNode body, String id) {
    RequestFields fields = RequestFields.of(body, "", FIELDS);
    EmailEventType fact = fact(fields);
    SendId send = send(fields);
    Map<String, Object> details = new LinkedHashMap<>();
    put(details, "url", bounded(fields, "url", LONGEST));
    put(details, "bounceType", fields.optionalChoice("bounceType", BOUNCES));
    String own = fields.text("id");
    bounded(fields, "id", LONGEST_ID);
    return new WebhookOutcome.Fact(
        new EmailEvent(fact, send, List.of("generic", own), fields.optionalTime("at"), details),
        userId(fields, send));
  }

  private static EmailEventType fact(RequestFields fields) {
    fields.text("type");
    String type = fields.optionalChoice("type", EmailEventType.OF_ADAPTERS);
    return EmailEventType.ofWord(String.valueOf(type)).orElseThrow();
  }

  private static SendId send(RequestFields fields) {
    String text = fields.text("sendId");
    try {
      return SendId.parse(text);
    } catch (IllegalArgumentException e) {
      throw fields.invalid(
          "sendId", "expected '<instance>:<step>:<visit>', found '%s'".formatted(text));
    }
  }

  private static @Nullable String userId(RequestFields fields, SendId send) {
    String userId = fields.optionalText("userId");
    if (userId == null) {
      return null;
    }
    UserIds.flaw(userId)
        .ifPresent(
            flaw -> {
              throw fields.invalid("userId", flaw);
            });
    if (Partitions.hash(userId) != send.instance().userHash()) {
      throw fields.invalid(
          "userId", "expected the person of the send, found '%s'".formatted(userId));
    }
    return userId;
  }

  private static @Nullable String bounded(RequestFields fields, String name, int most) {
    String text = fields.optionalText(name);
    if (text != null && text.length() > most) {
      throw fields.invalid(name, "expected at most %d characters".formatted(most));
    }
    return text;
  }

  private static void put(Map<String, Object> details, String name, @Nullable String value) {
    if (value != null) {
      details.put(name, value);
    }
  }
}
