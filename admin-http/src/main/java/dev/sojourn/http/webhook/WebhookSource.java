package dev.sojourn.http.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.topics.webhook.WebhookSigner;
import org.jspecify.annotations.Nullable;

/** Webhook source: an email provider with its own format. */
interface WebhookSource {

  /** The key that verifies its signatures; null when the source is not configured. */
  @Nullable WebhookSigner key();

  /** The source's name for a header of Standard Webhooks. */
  String header(String standard);

  /** How strictly bodies are parsed. */
  ObjectMapper mapper();

  /**
   * Reads a webhook body.
   *
   * @param id of the message, the same on each retry
   * @throws RefusedException with 400 when it cannot be read
   */
  WebhookOutcome read(JsonNode body, String id);
}
