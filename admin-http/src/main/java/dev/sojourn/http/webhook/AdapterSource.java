package dev.sojourn.http.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.http.request.BodyBinding;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.webhook.WebhookSigner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Webhook source for the user's own adapters, which use our format and sign by Standard Webhooks.
 */
record AdapterSource(@Nullable WebhookSigner key) implements WebhookSource {

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
    AdapterReport report = BodyBinding.bind(body, AdapterReport.class);
    Map<String, Object> details = new LinkedHashMap<>();
    put(details, "url", report.url());
    put(details, "bounceType", report.bounceType());
    return new WebhookOutcome.Fact(
        new EmailEvent(
            report.event(), report.send(), List.of("generic", report.id()), report.at(), details),
        report.userId());
  }

  private static void put(Map<String, Object> details, String name, @Nullable String value) {
    if (value != null) {
      details.put(name, value);
    }
  }
}
