package dev.sojourn.http.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.topics.webhook.WebhookSigner;
import org.jspecify.annotations.Nullable;

/** Somebody who delivers mails and tells us what became of them, in a way of their own. */
interface WebhookSource {

  /** What they sign with; null when they have nothing to say here. */
  @Nullable WebhookSigner key();

  /** Their name for a header of the standard. */
  String header(String standard);

  /** How strictly their bodies are read. */
  ObjectMapper mapper();

  /**
   * Reads what they say.
   *
   * @param id of their message, the same each time they send it
   * @throws RefusedException with 400 when it cannot be read
   */
  WebhookOutcome read(JsonNode body, String id);
}
