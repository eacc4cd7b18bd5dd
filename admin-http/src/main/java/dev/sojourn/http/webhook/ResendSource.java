package dev.sojourn.http.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.Times;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.webhook.WebhookSigner;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Webhook source for Resend (https://resend.com/docs/dashboard/webhooks/event-types), signed by
 * Svix. The email is identified by the tag that we gave it.
 */
record ResendSource(@Nullable WebhookSigner key) implements WebhookSource {

  private static final String TAG = "sojourn_send";
  private static final int LONGEST = 2_000;
  private static final ObjectMapper LENIENT = Json.lenient();

  @Override
  public String header(String standard) {
    return standard.replace("webhook-", "svix-");
  }

  @Override
  public ObjectMapper mapper() {
    return LENIENT;
  }

  @Override
  public WebhookOutcome read(JsonNode body, String id) {
    if (!body.isObject() || !body.path("type").isTextual()) {
      throw RefusedException.invalid("expected a string for field 'type'");
    }
    String type = body.path("type").textValue();
    JsonNode data = body.path("data");
    Optional<EmailEventType> fact = EmailEventType.ofEvent(type);
    if (fact.isEmpty() || fact.get() == EmailEventType.UNSUBSCRIBED) {
      return new WebhookOutcome.Ignored("events of this type are not taken");
    }
    return send(data.path("tags"))
        .<WebhookOutcome>map(
            send ->
                new WebhookOutcome.Fact(
                    new EmailEvent(
                        fact.get(),
                        send,
                        List.of("resend", id),
                        Times.parse(body.path("created_at").asText()).orElse(null),
                        details(fact.get(), data)),
                    null))
        .orElseGet(() -> new WebhookOutcome.Ignored("the email has no tag '%s'".formatted(TAG)));
  }

  private static Map<String, Object> details(EmailEventType fact, JsonNode data) {
    Map<String, Object> details = new LinkedHashMap<>();
    switch (fact) {
      case CLICKED -> put(details, "url", data.at("/click/link"));
      case BOUNCED -> {
        put(details, "bounceType", data.at("/bounce/type"));
        details.computeIfPresent(
            "bounceType", (name, type) -> type.toString().toLowerCase(Locale.ROOT));
        put(details, "reason", data.at("/bounce/message"));
      }
      case FAILED -> put(details, "reason", data.at("/failed/reason"));
      default -> {}
    }
    return details;
  }

  private static void put(Map<String, Object> details, String name, JsonNode value) {
    if (value.isTextual() && value.textValue().length() <= LONGEST) {
      details.put(name, value.textValue());
    }
  }

  /** From tags as an object, or as a list of names and values, as older webhooks have them. */
  private static Optional<SendId> send(JsonNode tags) {
    JsonNode value = tags.path(TAG);
    for (JsonNode tag : tags) {
      if (tag.path("name").asText().equals(TAG)) {
        value = tag.path("value");
      }
    }
    return value.isTextual() ? send(value.textValue()) : Optional.empty();
  }

  private static Optional<SendId> send(String tag) {
    try {
      return Optional.of(
          SendId.parse(new String(Base64.getUrlDecoder().decode(tag), StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
